import { OfferPlaced } from "../../generated/AuctionHouse/AuctionHouse";
import { openAuction } from "../store/auction";
import { setRevealEnd } from "../store/deadlines";

/** A bounty's offer leads; no money moves. `BountyMatched` of the same transaction has the rest. */
export function handleOfferPlaced(event: OfferPlaced): void {
  const auction = openAuction(event.params.leadId, event.params.round, event);
  auction.leader = event.params.bidder;
  auction.leadingBid = event.params.amount;
  auction.commitEnd = event.params.commitEnd;
  setRevealEnd(auction, event.params.revealEnd);
  auction.save();
}
