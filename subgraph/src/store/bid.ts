import { Address, BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Auction, Bid, Bidding } from "../../generated/schema";
import { bidEntityId, leadEntityId } from "../ids";
import { openAccount } from "./account";
import { changeBidding } from "./bidding";
import { stampCreated, stampUpdated } from "./stamp";

/** What changes of a bid, to be filled in and saved; the rest stays. Every bid is committed by an event before any other names it. */
export function changeBid(auction: Bytes, bidder: Address, event: ethereum.Event): Bid {
  const bid = new Bid(bidEntityId(auction, bidder));
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

/** The bid that is committed to, to be filled in and saved. Counts it unless it only overwrites one that is sealed. */
export function placeBid(
  leadId: BigInt,
  auction: Bytes,
  bidder: Address,
  event: ethereum.Event,
): Bid {
  const id = bidEntityId(auction, bidder);
  let bid = Bid.load(id);
  if (bid == null) {
    bid = new Bid(id);
    bid.auction = auction;
    bid.lead = leadEntityId(leadId);
    bid.bidder = bidder;
    bid.commitCount = 0;
    stampCreated(bid, event);
    countCommitment(auction, true, event);
    const account = openAccount(bidder, event);
    account.bidCount += 1;
    account.save();
  } else if (bid.state == "Withdrawn") {
    countCommitment(auction, false, event);
  }
  stampUpdated(bid, event);
  return bid;
}

function countCommitment(auction: Bytes, isFirst: boolean, event: ethereum.Event): void {
  const bidding = changeBidding(auction, event);
  bidding.pendingCommitments += 1;
  if (isFirst) bidding.bidCount += 1;
  bidding.save();
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
