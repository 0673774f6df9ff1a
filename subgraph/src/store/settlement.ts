import { BigInt, ethereum } from "@graphprotocol/graph-ts";

import { Auction, SalePoint } from "../../generated/schema";
import { endAuction } from "./auction";
import { biddingOf } from "./bidding";
import { Fresh } from "./fresh";
import { stampPoint } from "./stamp";

/** Ends a round that sold, counts the sale, and adds it to the time series. */
export function bookSale(
  known: Auction,
  change: Auction,
  price: BigInt,
  fee: BigInt,
  event: ethereum.Event,
): void {
  const bidding = biddingOf(known.id);
  const protocol = endAuction(change, bidding, "Sold", event);
  change.save();
  protocol.after.soldAuctions = protocol.before.soldAuctions + 1;
  protocol.after.volume = protocol.before.volume.plus(price);
  protocol.after.fees = protocol.before.fees.plus(fee);
  protocol.after.save();

  const point = new SalePoint(0);
  const fields = new Fresh(point)
    .bytes("protocol", protocol.after.id)
    .bytes("lead", known.lead)
    .bytes("vertical", known.vertical)
    .text("region", known.region)
    .big("price", price)
    .big("fee", fee)
    .big("secondsToDelivery", event.block.timestamp.minus(known.timestamp))
    .int("bids", bidding.bidCount);
  stampPoint(fields, event);
  point.save();
}
