import {
  BidCommitted,
  BidOverwritten,
  BidRevealed,
  BidWithdrawn,
  RevealClosed,
  RevealSkipped,
  SealedOpeningGiven,
  SignedBidsCancelled,
} from "../../generated/AuctionHouse/AuctionHouse";
import { Opening, RevealSkip, SignedBidsCancellation } from "../../generated/schema";
import { auctionEntityId, bidEntityId, eventId, leadEntityId } from "../ids";
import { auctionOf, changeAuction, setAuctionState } from "../store/auction";
import {
  countReveal,
  keepSealedOpening,
  newBidChange,
  placeBid,
  rankBeaten,
  rankLeading,
  recommit,
} from "../store/bid";
import { biddingOf, changeBidding } from "../store/bidding";
import { Fresh } from "../store/fresh";
import { Ledger } from "../store/ledger";
import { stampCreated, stampFresh } from "../store/stamp";
import { errorSelectorOf } from "../text";

export function handleBidCommitted(event: BidCommitted): void {
  const lead = leadEntityId(event.params.leadId);
  const auction = auctionEntityId(event.params.leadId, event.params.round);
  const bidder = event.params.bidder;
  const before = biddingOf(auction);
  const isNew = placeBid(before, lead, bidder, event.params.commitment, event);

  const bond = before.bidBond;
  const ledger = new Ledger(event, lead);
  const balance = ledger.move(bidder, "BidBondLocked", bond, bond.neg(), bond, null);
  if (isNew) balance.after.bidCount = balance.before.bidCount + 1;
  balance.after.save();

  const bidding = changeBidding(auction, event);
  bidding.pendingCommitments = before.pendingCommitments + 1;
  if (isNew) bidding.bidCount = before.bidCount + 1;
  bidding.save();
}

export function handleBidOverwritten(event: BidOverwritten): void {
  const auction = auctionEntityId(event.params.leadId, event.params.round);
  const bid = bidEntityId(auction, event.params.bidder);
  recommit("Overwritten", bid, event.params.commitment, event);
}

/** The bid was committed in the log before. */
export function handleSealedOpeningGiven(event: SealedOpeningGiven): void {
  const auction = auctionEntityId(event.params.leadId, event.params.round);
  const bid = bidEntityId(auction, event.params.bidder);
  keepSealedOpening(bid, event.params.sealedOpening, event);
}

export function handleBidWithdrawn(event: BidWithdrawn): void {
  const auction = auctionEntityId(event.params.leadId, event.params.round);
  newBidChange("Withdrawn", bidEntityId(auction, event.params.bidder), event).save();
  const bidding = changeBidding(auction, event);
  bidding.pendingCommitments = biddingOf(auction).pendingCommitments - 1;
  bidding.save();
}

export function handleSignedBidsCancelled(event: SignedBidsCancelled): void {
  const cancellation = new SignedBidsCancellation(eventId(event));
  cancellation.lead = leadEntityId(event.params.leadId);
  cancellation.bidder = event.params.bidder;
  cancellation.nonce = event.params.nonce;
  stampCreated(cancellation, event);
  cancellation.save();
}

export function handleBidRevealed(event: BidRevealed): void {
  const bidder = event.params.bidder;
  const amount = event.params.amount;
  const auction = auctionEntityId(event.params.leadId, event.params.round);
  const before = biddingOf(auction);
  const bidding = changeBidding(auction, event);
  const rank = event.params.leading
    ? rankLeading(before, bidding, bidder, amount)
    : rankBeaten(auction, amount, event);
  const bid = bidEntityId(auction, bidder);
  const opening = new Opening(bid);
  const fields = new Fresh(opening)
    .bytes("bid", bid)
    .bytes("auction", auction)
    .bytes("bidder", bidder)
    .big("amount", amount)
    .text("rank", rank);
  stampFresh(fields, event);
  opening.save();
  bidding.revealCount = before.revealCount + 1;
  bidding.pendingCommitments = before.pendingCommitments - 1;
  bidding.save();
  if (before.revealCount == 0) setAuctionState(auction, "Reveal", event);
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
  const known = auctionOf(event.params.leadId, event.params.round);
  const bidding = biddingOf(known.id);
  const auction = changeAuction(known.id, event);
  auction.revealEnd = event.params.revealEnd;
  auction.deliveryEnd = event.params.revealEnd.plus(known.deliveryWindow);
  auction.state =
    bidding.leader === null ? "Unsold" : bidding.tiedBids > 0 ? "TieBreak" : "Delivery";
  auction.save();
}
