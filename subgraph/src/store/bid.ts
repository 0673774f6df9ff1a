import { Address, BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Account, Auction, Bid, Bidding } from "../../generated/schema";
import { bidEntityId } from "../ids";
import { openAccount } from "./account";
import { stampCreated, stampUpdated } from "./stamp";

/** What changes of a bid, to be filled in and saved; the rest stays. Every bid is committed by an event before any other names it. */
export function changeBid(auction: Bytes, bidder: Address, event: ethereum.Event): Bid {
  const bid = new Bid(bidEntityId(auction, bidder));
  stampUpdated(bid, event);
  return bid;
}

/** A bid, to be changed and saved. */
export function loadBid(auction: Bytes, bidder: Address, event: ethereum.Event): Bid {
  const bid = Bid.load(bidEntityId(auction, bidder))!;
  stampUpdated(bid, event);
  return bid;
}

/** Gives a bid its new state. */
export function setBidState(
  auction: Bytes,
  bidder: Address,
  state: string,
  event: ethereum.Event,
): void {
  const bid = changeBid(auction, bidder, event);
  bid.state = state;
  bid.save();
}

/**
 * The bid that a bond was locked for, to be filled in; adds to the round's counts and its bidder's, which the caller saves. It is the
 * account's first in this round, or its first since it withdrew: only where somebody withdrew the store has to be asked which.
 */
export function placeBid(
  bidding: Bidding,
  lead: Bytes,
  bidder: Account,
  event: ethereum.Event,
): Bid {
  const id = bidEntityId(bidding.id, Address.fromBytes(bidder.id));
  bidding.pendingCommitments += 1;
  let bid = bidding.pendingCommitments <= bidding.bidCount ? Bid.load(id) : null;
  if (bid == null) {
    bid = new Bid(id);
    bid.auction = bidding.id;
    bid.lead = lead;
    bid.bidder = bidder.id;
    bid.commitCount = 0;
    stampCreated(bid, event);
    bidding.bidCount += 1;
    bidder.bidCount += 1;
  }
  stampUpdated(bid, event);
  return bid;
}

/** Writes a commitment into a bid and saves it. An opening that is encrypted to the DON comes with a log of its own. */
export function sealBid(bid: Bid, commitment: Bytes, event: ethereum.Event): void {
  bid.state = "Committed";
  bid.commitment = commitment;
  bid.sealedOpening = new Bytes(0);
  bid.commitCount += 1;
  bid.committedAt = event.block.timestamp;
  bid.save();
}

/** Counts an opened bid that does not lead for its bidder. */
export function countReveal(bidder: Address, event: ethereum.Event): void {
  const account = openAccount(bidder, event);
  account.revealCount += 1;
  account.save();
}

/** Puts a bid that the auction house ranked first, or equal to the first, there. Returns the bid's state. */
export function rankLeading(
  bidding: Bidding,
  bidder: Address,
  amount: BigInt,
  event: ethereum.Event,
): string {
  const leader = bidding.leader;
  if (leader !== null) bidding.secondBid = bidding.leadingBid;
  if (leader !== null && amount == bidding.leadingBid) {
    bidding.tiedBids += 1;
    return "Tied";
  }
  if (leader !== null) setBidState(bidding.id, Address.fromBytes(leader), "Outbid", event);
  bidding.leader = bidder;
  bidding.leadingBid = amount;
  bidding.tiedBids = 0;
  return "Leading";
}

/** Ranks an opened bid that does not lead, as the auction house did. Returns the bid's state. */
export function rankBeaten(bidding: Bidding, bidder: Address, amount: BigInt): string {
  const auction = Auction.load(bidding.id)!;
  if (Bid.load(bidEntityId(bidding.id, bidder))!.state == "Barred") return "Barred";
  if (amount < auction.reserve) return "BelowReserve";
  if (!auction.bidCap.isZero() && amount > auction.bidCap) return "AboveCap";
  if (amount > bidding.secondBid) bidding.secondBid = amount;
  return "Outbid";
}
