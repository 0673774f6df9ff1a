import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Auction, Bid } from "../../generated/schema";
import { bidEntityId } from "../ids";
import { stampCreated, stampUpdated } from "./stamp";

/** An account's bid in a round; null before it commits. */
export function findBid(auction: Auction, bidder: Bytes, event: ethereum.Event): Bid | null {
  const bid = Bid.load(bidEntityId(auction.id, bidder));
  if (bid != null) stampUpdated(bid, event);
  return bid;
}

/** An account's bid in a round, to be changed and saved. An event commits every bid before any other event names it. */
export function openBid(auction: Auction, bidder: Bytes, event: ethereum.Event): Bid {
  return findBid(auction, bidder, event)!;
}

/** A bid that an account places for the first time in a round. */
export function newBid(auction: Auction, bidder: Bytes, event: ethereum.Event): Bid {
  const bid = new Bid(bidEntityId(auction.id, bidder));
  bid.auction = auction.id;
  bid.lead = auction.lead;
  bid.leadId = auction.leadId;
  bid.round = auction.round;
  bid.bidder = bidder;
  bid.commitCount = 0;
  bid.tip = BigInt.zero();
  bid.compensation = BigInt.zero();
  stampCreated(bid, event);
  stampUpdated(bid, event);
  return bid;
}

/** Gives a bid its latest commitment. An encrypted opening has an event of its own. */
export function commit(bid: Bid, commitment: Bytes, event: ethereum.Event): void {
  bid.commitment = commitment;
  bid.sealedOpening = new Bytes(0);
  bid.commitCount += 1;
  bid.committedAt = event.block.timestamp;
  bid.commitTx = event.transaction.hash;
  bid.revealFault = null;
}

/** Locks a bid's money. */
export function lockBid(bid: Bid, status: string, amount: BigInt): void {
  bid.status = status;
  bid.locked = amount;
  bid.endedAt = null;
  bid.endTx = null;
}

/** Ends a bid and saves it: no money is locked for it any more. */
export function endBid(bid: Bid, status: string, event: ethereum.Event): void {
  bid.status = status;
  bid.locked = BigInt.zero();
  bid.tiedIn = null;
  bid.endedAt = event.block.timestamp;
  bid.endTx = event.transaction.hash;
  bid.save();
}

/** Ends the leader's sealed bid and saves it; null where an offer led, which `MatchEnded` of the same transaction ends. */
export function endLeadingBid(
  auction: Auction,
  leader: Bytes,
  status: string,
  compensation: BigInt,
  event: ethereum.Event,
): Bid | null {
  if (auction.offer !== null) return null;
  const bid = openBid(auction, leader, event);
  bid.compensation = compensation;
  endBid(bid, status, event);
  return bid;
}

/** Records that the leader's bid has won, if it is known. An offer is no bid. */
export function winBid(auction: Auction, event: ethereum.Event): void {
  const leader = auction.leader;
  if (leader === null || auction.offer !== null) return;
  const bid = openBid(auction, leader, event);
  bid.status = "Won";
  bid.tiedIn = null;
  bid.save();
}
