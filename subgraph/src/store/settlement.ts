import { BigInt, ethereum } from "@graphprotocol/graph-ts";

import { Auction, SalePoint } from "../../generated/schema";
import { endAuction } from "./auction";
import { biddingOf } from "./bidding";
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
  point.protocol = protocol.after.id;
  point.lead = known.lead;
  point.vertical = known.vertical;
  point.region = known.region;
  point.price = price;
  point.fee = fee;
  point.secondsToDelivery = event.block.timestamp.minus(known.timestamp);
  point.bids = bidding.bidCount;
  stampPoint(point, event);
  point.save();
}
