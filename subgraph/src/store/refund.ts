import { Address, ethereum } from "@graphprotocol/graph-ts";

import { Auction, Refund, RefundPoint } from "../../generated/schema";
import { openAccount } from "./account";
import { nameEntry } from "./ledger";
import { loadProtocol } from "./protocol";
import { stampPoint } from "./stamp";

/** Whether the seller of a refunded round got its bond back, in the log before: then the buyer got nothing on top. Names that movement. */
export function isExcused(event: ethereum.Event): boolean {
  return nameEntry(event, 1, 0, "Unlocked", "DeliveryBondFreed") != null;
}

/** Names the other movements of a refund, counts it for both sides, and adds it to the time series. */
export function bookRefund(refund: Refund, auction: Auction, event: ethereum.Event): void {
  nameEntry(event, 2, 0, "BidFreed");
  nameEntry(event, 1, 0, "CompensationPaid");
  nameEntry(event, 1, 1, "CompensationEarned");
  const compensation = refund.compensation;

  const buyer = openAccount(Address.fromBytes(refund.buyer), event);
  buyer.winCount += 1;
  buyer.compensationEarned = buyer.compensationEarned.plus(compensation);
  buyer.save();
  const seller = openAccount(Address.fromBytes(refund.seller), event);
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
