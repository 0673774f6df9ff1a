import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Bidding } from "../../generated/schema";
import { stampCreated, stampUpdated } from "./stamp";

/** The bidding of a new round, in which nobody has bid. */
export function startBidding(auction: Bytes, bidBond: BigInt, event: ethereum.Event): void {
  const bidding = new Bidding(auction);
  bidding.bidBond = bidBond;
  bidding.bidCount = 0;
  bidding.revealCount = 0;
  bidding.pendingCommitments = 0;
  bidding.leadingBid = BigInt.zero();
  bidding.secondBid = BigInt.zero();
  bidding.tiedBids = 0;
  stampCreated(bidding, event);
  stampUpdated(bidding, event);
  bidding.save();
}

/** How the bidding of a round stands. */
export function biddingOf(auction: Bytes): Bidding {
  return Bidding.load(auction)!;
}

/** What changes of the bidding of a round, to be filled in and saved; the rest of it stays. */
export function changeBidding(auction: Bytes, event: ethereum.Event): Bidding {
  const bidding = new Bidding(auction);
  stampUpdated(bidding, event);
  return bidding;
}
