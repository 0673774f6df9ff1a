import { Address, BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Account, Auction, Bid } from "../../generated/schema";
import { bidEntityId } from "../ids";
import { openAccount } from "./account";
import { stampCreated, stampUpdated } from "./stamp";

/** A bid, to be changed and saved. Every bid is committed by an event before any other names it. */
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
  const bid = loadBid(auction, bidder, event);
  bid.state = state;
  bid.save();
}

/**
 * The bid that a bond was locked for, to be filled in; adds to the round's counts and its bidder's, which the caller saves. It is the
 * account's first in this round, or its first since it withdrew: only where somebody withdrew the store has to be asked which.
 */
export function placeBid(auction: Auction, bidder: Account, event: ethereum.Event): Bid {
  const address = Address.fromBytes(bidder.id);
  const id = bidEntityId(auction.id, address);
  auction.pendingCommitments += 1;
  let bid = auction.pendingCommitments <= auction.bidCount ? Bid.load(id) : null;
  if (bid == null) {
    bid = new Bid(id);
    bid.auction = auction.id;
    bid.lead = auction.lead;
    bid.bidder = address;
    bid.commitCount = 0;
    stampCreated(bid, event);
    auction.bidCount += 1;
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

/** Ranks an opened bid as the auction house did, in the round and among its bids. Returns the bid's state. */
export function rankBid(
  auction: Auction,
  bidder: Address,
  amount: BigInt,
  leads: boolean,
  event: ethereum.Event,
): string {
  if (amount < auction.reserve) return "BelowReserve";
  if (!auction.bidCap.isZero() && amount > auction.bidCap) return "AboveCap";
  if (!leads) {
    raiseSecondBid(auction, amount);
    return "Outbid";
  }
  const leader = auction.leader;
  if (leader !== null && amount == auction.leadingBid) {
    raiseSecondBid(auction, amount);
    auction.tiedBids += 1;
    return "Tied";
  }
  if (leader !== null) {
    raiseSecondBid(auction, auction.leadingBid);
    setBidState(auction.id, Address.fromBytes(leader), "Outbid", event);
  }
  auction.leader = bidder;
  auction.leadingBid = amount;
  auction.tiedBids = 0;
  return "Leading";
}

/** Kept under the second-price rule only. */
function raiseSecondBid(auction: Auction, amount: BigInt): void {
  if (auction.pricingRule == "SecondPrice" && amount > auction.secondBid) {
    auction.secondBid = amount;
  }
}
