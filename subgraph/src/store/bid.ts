import { Address, BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Auction, Bid, BidChange, Bidding, Decision } from "../../generated/schema";
import { bidEntityId, eventId, logId } from "../ids";
import { BalanceChange } from "./balance";
import { Fresh } from "./fresh";
import { nameEntry } from "./ledger";
import { stampCreated, stampFresh } from "./stamp";

/** Stage of a decision about a bid that is being opened. */
export const AT_REVEAL = "Reveal";

/**
 * Keeps a commitment that a bond was locked for: of a new bid, or of one that was withdrawn. Only where somebody withdrew the store has to
 * be asked which. Returns whether the bid is new.
 * @param bidding the round's, before this commitment.
 */
export function placeBid(
  bidding: Bidding,
  lead: Bytes,
  bidder: Address,
  commitment: Bytes,
  event: ethereum.Event,
): boolean {
  const id = bidEntityId(bidding.id, bidder);
  const isNew = bidding.pendingCommitments >= bidding.bidCount || Bid.load(id) == null;
  if (!isNew) {
    recommit("PlacedAgain", id, commitment, event);
    return false;
  }
  const bid = new Bid(id);
  const fields = new Fresh(bid)
    .bytes("auction", bidding.id)
    .bytes("lead", lead)
    .bytes("bidder", bidder)
    .bytes("commitment", commitment)
    .bytes("sealedOpening", new Bytes(0));
  stampFresh(fields, event);
  bid.save();
  return true;
}

/** Keeps a bid's new commitment. */
export function recommit(kind: string, bid: Bytes, commitment: Bytes, event: ethereum.Event): void {
  const change = newBidChange(kind, bid, event);
  change.commitment = commitment;
  change.save();
}

/** Keeps the opening of the commitment in the log before, encrypted to the DON. */
export function keepSealedOpening(bid: Bytes, sealedOpening: Bytes, event: ethereum.Event): void {
  const change = BidChange.loadInBlock(logId(event, 1));
  if (change != null) {
    change.sealedOpening = sealedOpening;
    change.save();
    return;
  }
  const placed = Bid.loadInBlock(bid);
  if (placed == null) return;
  placed.sealedOpening = sealedOpening;
  placed.save();
}

/** What happens to a bid, to be completed and saved. */
export function newBidChange(kind: string, bid: Bytes, event: ethereum.Event): BidChange {
  const change = new BidChange(eventId(event));
  change.bid = bid;
  change.kind = kind;
  stampCreated(change, event);
  return change;
}

/** Keeps that a bid's money became free. */
export function freeBid(kind: string, bid: Bytes, amount: BigInt, event: ethereum.Event): void {
  const change = newBidChange(kind, bid, event);
  change.amount = amount;
  change.save();
}

/** Counts an opened bid that does not lead for its bidder. */
export function countReveal(bidder: Address, event: ethereum.Event): void {
  const balance = new BalanceChange(bidder, event);
  balance.after.revealCount = balance.before.revealCount + 1;
  balance.after.save();
}

/**
 * Puts a bid that the auction house ranked first, or equal to the first, there. Returns its rank.
 * @param before the round's bidding.
 * @param bidding what changes of it.
 */
export function rankLeading(
  before: Bidding,
  bidding: Bidding,
  bidder: Address,
  amount: BigInt,
): string {
  if (before.leader !== null && amount == before.leadingBid) {
    bidding.tiedBids = before.tiedBids + 1;
    return "Tied";
  }
  bidding.leader = bidder;
  bidding.leadingBid = amount;
  bidding.tiedBids = 0;
  return "Leading";
}

/** Ranks an opened bid that does not lead, as the auction house did, and names what one below the reserve paid. Returns its rank. */
export function rankBeaten(auctionId: Bytes, amount: BigInt, event: ethereum.Event): string {
  if (amount < Auction.load(auctionId)!.reserve) {
    nameEntry(event, 2, 0, "LowBidTipPaid");
    nameEntry(event, 2, 1, "LowBidTipEarned");
    return "BelowReserve";
  }
  return isBarred(event) ? "Barred" : "Outbid";
}

/** Whether the auction house barred the bid that it opens, two logs before: between them its bond is freed. */
function isBarred(event: ethereum.Event): boolean {
  const decision = Decision.loadInBlock(logId(event, 2));
  return decision != null && decision.stage == AT_REVEAL;
}
