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
import { loadAuction } from "../store/auction";
import { countReveal, loadBid, placeBid, rankBid, sealBid } from "../store/bid";
import { Ledger } from "../store/ledger";
import { stampCreated } from "../store/stamp";
import { errorSelectorOf } from "../text";

export function handleBidCommitted(event: BidCommitted): void {
  const auction = loadAuction(event.params.leadId, event.params.round, event);
  const bond = auction.bidBond;
  const ledger = new Ledger(event, auction.lead);
  const bidder = ledger.move(event.params.bidder, "BidBondLocked", bond, bond.neg(), bond, null);
  sealBid(placeBid(auction, bidder, event), event.params.commitment, event);
  bidder.save();
  auction.save();
  ledger.close().save();
}

export function handleBidOverwritten(event: BidOverwritten): void {
  const auction = loadAuction(event.params.leadId, event.params.round, event);
  const bid = loadBid(auction.id, event.params.bidder, event);
  sealBid(bid, event.params.commitment, event);
  auction.save();
}

/** The bid was committed in the log before. */
export function handleSealedOpeningGiven(event: SealedOpeningGiven): void {
  const auction = auctionEntityId(event.params.leadId, event.params.round);
  const bid = loadBid(auction, event.params.bidder, event);
  bid.sealedOpening = event.params.sealedOpening;
  bid.save();
}

export function handleBidWithdrawn(event: BidWithdrawn): void {
  const auction = loadAuction(event.params.leadId, event.params.round, event);
  auction.pendingCommitments -= 1;
  auction.save();
  const bid = loadBid(auction.id, event.params.bidder, event);
  bid.state = "Withdrawn";
  bid.save();
}

export function handleBidRevealed(event: BidRevealed): void {
  const bidder = event.params.bidder;
  const amount = event.params.amount;
  const auction = loadAuction(event.params.leadId, event.params.round, event);
  const bid = loadBid(auction.id, bidder, event);
  if (bid.state != "Barred") {
    bid.state = rankBid(auction, bidder, amount, event.params.leading, event);
  }
  bid.amount = amount;
  bid.revealedAt = event.block.timestamp;
  bid.save();
  auction.state = "Reveal";
  auction.revealCount += 1;
  auction.pendingCommitments -= 1;
  auction.save();
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
  auction.revealEnd = event.params.revealEnd;
  auction.deliveryEnd = event.params.revealEnd.plus(auction.deliveryWindow);
  auction.state =
    auction.leader === null ? "Unsold" : auction.tiedBids > 0 ? "TieBreak" : "Delivery";
  auction.save();
}
