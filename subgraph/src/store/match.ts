import { Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Auction, BountyMatch } from "../../generated/schema";
import { Feed } from "./feed";
import { stampUpdated } from "./stamp";

/** The match of a round whose offer leads, to be changed and saved. */
export function openMatch(auction: Auction, event: ethereum.Event): BountyMatch {
  const match = BountyMatch.load(auction.offer!)!;
  stampUpdated(match, event);
  return match;
}

/** Records who has beaten the offer that led so far, if any did. `MatchEnded` of the same transaction moves its money. */
export function beatOffer(auction: Auction, by: Bytes, feed: Feed, event: ethereum.Event): void {
  if (auction.offer === null) return;
  const match = openMatch(auction, event);
  match.beatenBy = by;
  match.save();
  auction.offer = null;
  feed.addOffer("OfferBeaten", match, by);
}
