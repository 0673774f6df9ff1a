import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Auction, RoundPoint } from "../../generated/schema";
import { auctionEntityId } from "../ids";
import { openAccount } from "./account";
import { unlistLead } from "./lead";
import { countOutcome, openProtocol } from "./protocol";
import { stampUpdated } from "./stamp";

/** A round, to be changed and saved. An event opens every round before any other event names it. */
export function openAuction(leadId: BigInt, round: BigInt, event: ethereum.Event): Auction {
  const auction = Auction.load(auctionEntityId(leadId, round))!;
  stampUpdated(auction, event);
  return auction;
}

/** Ends a round, saves it, counts it and gives the lead back unless it is sold or erased. The caller sets the round's other fields first. */
export function endAuction(
  auction: Auction,
  outcome: string,
  reason: string,
  event: ethereum.Event,
): void {
  auction.outcome = outcome;
  auction.endReason = reason;
  auction.closedAt = event.block.timestamp;
  auction.save();
  if (outcome != "Sold" && outcome != "Erased") unlistLead(auction.lead, event);
  const protocol = openProtocol(event);
  countOutcome(protocol, outcome);
  protocol.save();
  chartRound(auction, outcome == "Sold", isFailure(reason, auction));
}

/** Forgets who leads a round that ends before anybody has won. */
export function dropLeader(auction: Auction): void {
  auction.leader = null;
  auction.leadingBid = BigInt.zero();
  auction.offer = null;
}

/** Sets the winner of a round that ends, and counts the win. */
export function setBuyer(auction: Auction, buyer: Bytes, event: ethereum.Event): void {
  auction.buyer = buyer;
  const account = openAccount(buyer, event);
  account.winCount += 1;
  account.save();
}

/** Whether the seller lost its bond although somebody had won. */
function isFailure(reason: string, auction: Auction): boolean {
  return reason == "NotDelivered" || (reason == "ErasedAfterWinner" && !auction.excused);
}

/** Adds an ended round to its seller's days. */
function chartRound(auction: Auction, sold: boolean, failed: boolean): void {
  const zero = BigInt.zero();
  const price = auction.price;
  const fee = auction.fee;
  const compensation = auction.compensation;
  const penalty = auction.penalty;
  const point = new RoundPoint(0);
  point.seller = auction.seller;
  point.auction = auction.id;
  point.sold = sold ? 1 : 0;
  point.undelivered = failed ? 1 : 0;
  point.returned = sold || failed ? 0 : 1;
  point.price = price === null ? zero : price;
  point.fee = fee === null ? zero : fee;
  point.bondLost = zero;
  if (compensation !== null && penalty !== null) point.bondLost = compensation.plus(penalty);
  point.save();
}
