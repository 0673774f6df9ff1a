import { ethereum } from "@graphprotocol/graph-ts";

import { Auction, SalePoint } from "../../generated/schema";
import { endAuction } from "./auction";
import { biddingOf } from "./bidding";
import { stampPoint } from "./stamp";

/** Ends a round that sold, counts the sale whose price and fee it holds, and adds it to the time series. */
export function bookSale(auction: Auction, event: ethereum.Event): void {
  const price = auction.price!;

  const protocol = endAuction(auction, "Sold", event);
  auction.save();
  protocol.soldAuctions += 1;
  protocol.volume = protocol.volume.plus(price);
  protocol.fees = protocol.fees.plus(auction.fee!);
  protocol.save();

  const point = new SalePoint(0);
  point.protocol = protocol.id;
  point.lead = auction.lead;
  point.vertical = auction.vertical;
  point.region = auction.region;
  point.price = price;
  point.fee = auction.fee!;
  point.secondsToDelivery = event.block.timestamp.minus(auction.timestamp);
  point.bids = biddingOf(auction.id).bidCount;
  stampPoint(point, event);
  point.save();
}
