import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Auction, SalePoint } from "../../generated/schema";
import { protocolId } from "../ids";
import { openAccount } from "./account";
import { openProtocol } from "./protocol";

/** Counts a sale for both sides and the protocol. */
export function countSale(
  buyer: Bytes,
  seller: Bytes,
  price: BigInt,
  fee: BigInt,
  event: ethereum.Event,
): void {
  const payer = openAccount(buyer, event);
  payer.purchaseCount += 1;
  payer.spent = payer.spent.plus(price);
  payer.save();
  const payee = openAccount(seller, event);
  payee.saleCount += 1;
  payee.earned = payee.earned.plus(price.minus(fee));
  payee.save();
  const protocol = openProtocol(event);
  protocol.volume = protocol.volume.plus(price);
  protocol.fees = protocol.fees.plus(fee);
  protocol.save();
}

/** Adds a sale to the time series. */
export function chartSale(
  auction: Auction,
  price: BigInt,
  fee: BigInt,
  event: ethereum.Event,
): void {
  const point = new SalePoint(0);
  point.protocol = protocolId();
  point.auction = auction.id;
  point.vertical = auction.vertical;
  point.rootVertical = auction.rootVertical;
  point.price = price;
  point.fee = fee;
  point.secondsToDelivery = event.block.timestamp.minus(auction.timestamp);
  point.bids = auction.bidCount;
  point.save();
}
