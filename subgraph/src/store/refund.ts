import { ethereum } from "@graphprotocol/graph-ts";

import { Auction, Refund, RefundPoint } from "../../generated/schema";
import { nameEntry } from "./ledger";
import { loadProtocol } from "./protocol";
import { openReputation } from "./reputation";
import { stampPoint } from "./stamp";

/** Names the movements of a refund, counts it for both sides, and adds it to the time series. */
export function bookRefund(refund: Refund, auction: Auction, event: ethereum.Event): void {
  nameEntry(event, 2, 0, "BidFreed");
  if (refund.excused) {
    nameEntry(event, 1, 0, "DeliveryBondFreed");
  } else {
    nameEntry(event, 1, 0, "CompensationPaid");
    nameEntry(event, 1, 1, "CompensationEarned");
  }
  const compensation = refund.compensation;

  const buyer = openReputation(refund.buyer, event);
  buyer.winCount += 1;
  buyer.compensationEarned = buyer.compensationEarned.plus(compensation);
  buyer.save();
  const seller = openReputation(refund.seller, event);
  if (!refund.excused) seller.missedDeliveryCount += 1;
  seller.compensationPaid = seller.compensationPaid.plus(compensation);
  seller.save();
  const protocol = loadProtocol(event);
  protocol.compensation = protocol.compensation.plus(compensation);
  protocol.save();

  const point = new RefundPoint(0);
  point.lead = auction.lead;
  point.vertical = auction.vertical;
  point.bid = refund.bid;
  point.compensation = compensation;
  stampPoint(point, event);
  point.save();
}
