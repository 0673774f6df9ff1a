import { Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Erasure } from "../../generated/schema";
import { freeBid } from "./bid";
import { nameEntry, nameSellerBond, transferredBefore } from "./ledger";
import { ProtocolChange } from "./protocol";
import { ReputationChange } from "./reputation";

/**
 * Names the movements of a round's end by erasure and counts it for both sides.
 * @param bid the bid that was freed; null without one.
 */
export function bookErasure(erasure: Erasure, bid: Bytes | null, event: ethereum.Event): void {
  const compensation = erasure.compensation;
  const bondLogs = nameSellerBond(event, compensation);
  if (bid !== null) {
    nameEntry(event, bondLogs + 1, 0, "BidFreed");
    freeBid("Erased", bid, erasure.bid, event);
  }

  const buyer = erasure.buyer;
  if (buyer !== null) {
    const winner = new ReputationChange(buyer, event);
    winner.after.winCount = winner.before.winCount + 1;
    winner.after.compensationEarned = winner.before.compensationEarned.plus(compensation);
    winner.after.save();
  }
  if (!transferredBefore(event)) return;
  const seller = new ReputationChange(erasure.seller, event);
  if (buyer !== null) seller.after.missedDeliveryCount = seller.before.missedDeliveryCount + 1;
  seller.after.compensationPaid = seller.before.compensationPaid.plus(compensation);
  seller.after.penaltiesPaid = seller.before.penaltiesPaid.plus(erasure.penalty);
  seller.after.save();
  const protocol = new ProtocolChange(event);
  protocol.after.compensation = protocol.before.compensation.plus(compensation);
  protocol.after.penalties = protocol.before.penalties.plus(erasure.penalty);
  protocol.after.save();
}
