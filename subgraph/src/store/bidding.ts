import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Bidding } from "../../generated/schema";
import { Fresh } from "./fresh";
import { stampFresh, stampUpdated } from "./stamp";

/** The bidding of a new round, in which nobody has bid. */
export function startBidding(auction: Bytes, bidBond: BigInt, event: ethereum.Event): void {
  const bidding = new Bidding(auction);
  const fields = new Fresh(bidding)
    .big("bidBond", bidBond)
    .int("bidCount", 0)
    .int("revealCount", 0)
    .int("pendingCommitments", 0)
    .big("leadingBid", BigInt.zero())
    .int("tiedBids", 0)
    .big("updatedAt", event.block.timestamp);
  stampFresh(fields, event);
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
