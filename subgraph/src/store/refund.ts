import { ethereum } from "@graphprotocol/graph-ts";

import { Auction, Refund, RefundPoint } from "../../generated/schema";
import { Fresh } from "./fresh";
import { nameEntry, nameSellerBond } from "./ledger";
import { ProtocolChange } from "./protocol";
import { ReputationChange } from "./reputation";
import { stampPoint } from "./stamp";

/** Names the movements of a refund, counts it for both sides, and adds it to the time series. */
export function bookRefund(refund: Refund, auction: Auction, event: ethereum.Event): void {
  const compensation = refund.compensation;
  nameEntry(event, nameSellerBond(event, compensation) + 1, 0, "BidFreed");

  const buyer = new ReputationChange(refund.buyer, event);
  buyer.after.winCount = buyer.before.winCount + 1;
  buyer.after.compensationEarned = buyer.before.compensationEarned.plus(compensation);
  buyer.after.save();
  const seller = new ReputationChange(refund.seller, event);
  if (!refund.excused) seller.after.missedDeliveryCount = seller.before.missedDeliveryCount + 1;
  seller.after.compensationPaid = seller.before.compensationPaid.plus(compensation);
  seller.after.penaltiesPaid = seller.before.penaltiesPaid.plus(refund.penalty);
  seller.after.save();
  const protocol = new ProtocolChange(event);
  protocol.after.compensation = protocol.before.compensation.plus(compensation);
  protocol.after.penalties = protocol.before.penalties.plus(refund.penalty);
  protocol.after.save();

  const point = new RefundPoint(0);
  const fields = new Fresh(point)
    .bytes("lead", auction.lead)
    .bytes("vertical", auction.vertical)
    .big("bid", refund.bid)
    .big("compensation", compensation);
  stampPoint(fields, event);
  point.save();
}
