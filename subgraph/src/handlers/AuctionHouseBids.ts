import {
  BidCommitted,
  BidOverwritten,
  BidRevealed,
  BidWithdrawn,
  RevealClosed,
  RevealSkipped,
  SealedOpeningGiven,
} from "../../generated/AuctionHouse/AuctionHouse";
import { RevealSkip } from "../../generated/schema";
import { auctionEntityId, eventId, leadEntityId } from "../ids";
import { bidBondOf, loadAuction, setAuctionState } from "../store/auction";
import {
  changeBid,
  countReveal,
  loadBid,
  placeBid,
  rankBeaten,
  rankLeading,
  sealBid,
  setBidState,
} from "../store/bid";
import { biddingOf, changeBidding } from "../store/bidding";
import { Ledger } from "../store/ledger";
import { stampCreated } from "../store/stamp";
import { errorSelectorOf } from "../text";

export function handleBidCommitted(event: BidCommitted): void {
  const lead = leadEntityId(event.params.leadId);
  const auction = auctionEntityId(event.params.leadId, event.params.round);
  const bond = bidBondOf(auction);
  const ledger = new Ledger(event, lead);
  const bidder = ledger.move(event.params.bidder, "BidBondLocked", bond, bond.neg(), bond, null);
  const bidding = changeBidding(auction, event);
  sealBid(placeBid(bidding, lead, bidder, event), event.params.commitment, event);
  bidder.save();
  bidding.save();
}

export function handleBidOverwritten(event: BidOverwritten): void {
  const auction = auctionEntityId(event.params.leadId, event.params.round);
  sealBid(loadBid(auction, event.params.bidder, event), event.params.commitment, event);
}

/** The bid was committed in the log before. */
export function handleSealedOpeningGiven(event: SealedOpeningGiven): void {
  const auction = auctionEntityId(event.params.leadId, event.params.round);
  const bid = changeBid(auction, event.params.bidder, event);
  bid.sealedOpening = event.params.sealedOpening;
  bid.save();
}

export function handleBidWithdrawn(event: BidWithdrawn): void {
  const auction = auctionEntityId(event.params.leadId, event.params.round);
  setBidState(auction, event.params.bidder, "Withdrawn", event);
  const bidding = changeBidding(auction, event);
  bidding.pendingCommitments -= 1;
  bidding.save();
}

export function handleBidRevealed(event: BidRevealed): void {
  const bidder = event.params.bidder;
  const amount = event.params.amount;
  const auction = auctionEntityId(event.params.leadId, event.params.round);
  const bidding = changeBidding(auction, event);
  const isFirst = bidding.revealCount == 0;
  const bid = changeBid(auction, bidder, event);
  bid.state = event.params.leading
    ? rankLeading(bidding, bidder, amount, event)
    : rankBeaten(bidding, bidder, amount);
  bid.amount = amount;
  bid.revealedAt = event.block.timestamp;
  bid.save();
  bidding.revealCount += 1;
  bidding.pendingCommitments -= 1;
  bidding.save();
  if (isFirst) setAuctionState(auction, "Reveal", event);
  if (!event.params.leading) countReveal(bidder, event);
}

export function handleRevealSkipped(event: RevealSkipped): void {
  const skip = new RevealSkip(eventId(event));
  skip.lead = leadEntityId(event.params.leadId);
  skip.bidder = event.params.bidder;
  skip.reason = event.params.reason;
  skip.errorSelector = errorSelectorOf(event.params.reason);
  stampCreated(skip, event);
  skip.save();
}

export function handleRevealClosed(event: RevealClosed): void {
  const auction = loadAuction(event.params.leadId, event.params.round, event);
  const bidding = biddingOf(auction.id);
  auction.revealEnd = event.params.revealEnd;
  auction.deliveryEnd = event.params.revealEnd.plus(auction.deliveryWindow);
  auction.state =
    bidding.leader === null ? "Unsold" : bidding.tiedBids > 0 ? "TieBreak" : "Delivery";
  auction.save();
}
