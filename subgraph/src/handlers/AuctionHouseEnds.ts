import { Address, BigInt } from "@graphprotocol/graph-ts";

import {
  AuctionCancelled,
  AuctionClosedUnsold,
  AuctionErased,
  AuctionRefunded,
  AuctionSettled,
  AuctionVoided,
  BondForfeited,
  BondReturned,
  OutageReported,
  TiedBidReleased,
  TieResolved,
} from "../../generated/AuctionHouse/AuctionHouse";
import { Auction, Bidding, Erasure, Forfeiture, Lead, Refund } from "../../generated/schema";
import { auctionOf, changeAuction, closeWithoutSale, endAuction } from "../store/auction";
import { freeBid } from "../store/bid";
import { biddingOf, changeBidding } from "../store/bidding";
import { bookErasure } from "../store/erasure";
import { bookForfeiture } from "../store/forfeiture";
import { nameEntry, transferredBefore } from "../store/ledger";
import { bookRefund } from "../store/refund";
import { bookSale } from "../store/settlement";
import { stampCreated } from "../store/stamp";
import { openTieBreak } from "../store/tieBreak";
import { auctionEntityId, bidEntityId, leadEntityId } from "../ids";

export function handleTiedBidReleased(event: TiedBidReleased): void {
  nameEntry(event, 1, 0, "TiedBidFreed");
  const auction = auctionEntityId(event.params.leadId, event.params.round);
  freeBid("Released", bidEntityId(auction, event.params.bidder), event.params.amount, event);
}

export function handleTieResolved(event: TieResolved): void {
  const winner = event.params.winner;
  const known = auctionOf(event.params.leadId, event.params.round);
  const auction = changeAuction(known.id, event);
  auction.tieResolvedAt = event.block.timestamp;
  auction.deliveryEnd = earlier(
    event.block.timestamp.plus(known.deliveryWindow),
    Lead.load(known.lead)!.expiresAt,
  );
  auction.state = "Delivery";
  auction.save();
  const bidding = changeBidding(known.id, event);
  bidding.leader = winner;
  bidding.save();
  const tie = openTieBreak(event.params.leadId, event.params.round, event);
  tie.winner = winner;
  tie.tiedBids = event.params.tiedBids.toI32();
  tie.byTimeout = event.params.byTimeout;
  tie.resolvedAt = event.block.timestamp;
  tie.save();
}

export function handleAuctionSettled(event: AuctionSettled): void {
  const known = auctionOf(event.params.leadId, event.params.round);
  const auction = changeAuction(known.id, event);
  auction.buyer = event.params.buyer;
  auction.paidSeller = event.params.seller;
  auction.price = event.params.price;
  auction.fee = event.params.fee;
  bookSale(known, auction, event.params.price, event.params.fee, event);
}

export function handleAuctionCancelled(event: AuctionCancelled): void {
  nameEntry(event, 1, 0, "DeliveryBondFreed");
  const id = auctionEntityId(event.params.leadId, event.params.round);
  const auction = changeAuction(id, event);
  auction.cancelled = true;
  auction.bondsReturned = !event.params.commitments.isZero();
  closeWithoutSale(auction, leadEntityId(event.params.leadId), "Unsold", event);
  auction.save();
}

export function handleAuctionClosedUnsold(event: AuctionClosedUnsold): void {
  nameEntry(event, 1, 0, "DeliveryBondFreed");
  const id = auctionEntityId(event.params.leadId, event.params.round);
  const auction = changeAuction(id, event);
  closeWithoutSale(auction, leadEntityId(event.params.leadId), "Unsold", event);
  auction.save();
}

export function handleAuctionRefunded(event: AuctionRefunded): void {
  const known = auctionOf(event.params.leadId, event.params.round);
  const auction = changeAuction(known.id, event);
  closeWithoutSale(auction, known.lead, "Undelivered", event);
  auction.buyer = event.params.buyer;
  auction.save();
  const refund = new Refund(known.id);
  refund.auction = known.id;
  refund.lead = known.lead;
  refund.buyer = event.params.buyer;
  refund.seller = known.seller;
  refund.bid = event.params.bid;
  refund.compensation = event.params.compensation;
  refund.penalty = event.params.penalty;
  refund.excused = !transferredBefore(event);
  stampCreated(refund, event);
  refund.save();
  bookRefund(refund, known, event);
}

export function handleAuctionVoided(event: AuctionVoided): void {
  nameEntry(event, 2, 0, "DeliveryBondFreed");
  nameEntry(event, 1, 0, "BidFreed");
  const id = auctionEntityId(event.params.leadId, event.params.round);
  const auction = changeAuction(id, event);
  auction.bondsReturned = true;
  closeWithoutSale(auction, leadEntityId(event.params.leadId), "Voided", event);
  auction.save();
  const bidding = biddingOf(id);
  const leader = bidding.leader;
  if (leader === null) return;
  freeBid("Voided", bidEntityId(id, leader), bidding.leadingBid, event);
}

/** `LeadErased` came before, in the same transaction. */
export function handleAuctionErased(event: AuctionErased): void {
  const known = auctionOf(event.params.leadId, event.params.round);
  const bidding = biddingOf(known.id);
  const hasBuyer = event.params.buyer != Address.zero();
  const leader = bidding.leader;

  const erasure = new Erasure(known.id);
  erasure.auction = known.id;
  erasure.lead = known.lead;
  erasure.seller = known.seller;
  if (hasBuyer) erasure.buyer = event.params.buyer;
  erasure.bid = event.params.bid;
  erasure.compensation = event.params.compensation;
  erasure.penalty = event.params.penalty;
  stampCreated(erasure, event);
  erasure.save();

  const auction = changeAuction(known.id, event);
  if (hasBuyer) auction.buyer = event.params.buyer;
  else if (!isUnsold(known, bidding, event.block.timestamp)) auction.bondsReturned = true;
  const protocol = endAuction(auction, bidding, "Erased", event);
  auction.save();
  protocol.after.erasedAuctions = protocol.before.erasedAuctions + 1;
  protocol.after.save();
  if (!hasBuyer) {
    const change = changeBidding(known.id, event);
    change.leader = null;
    change.leadingBid = BigInt.zero();
    change.save();
  }
  bookErasure(erasure, leader === null ? null : bidEntityId(known.id, leader), event);
}

export function handleOutageReported(event: OutageReported): void {
  const auction = changeAuction(auctionEntityId(event.params.leadId, event.params.round), event);
  auction.downtime = event.params.downtime;
  auction.bondsReturned = true;
  auction.save();
}

export function handleBondForfeited(event: BondForfeited): void {
  const auction = auctionEntityId(event.params.leadId, event.params.round);
  const forfeiture = new Forfeiture(bidEntityId(auction, event.params.bidder));
  forfeiture.bid = forfeiture.id;
  forfeiture.auction = auction;
  forfeiture.lead = leadEntityId(event.params.leadId);
  forfeiture.bidder = event.params.bidder;
  forfeiture.treasury = event.params.treasury;
  forfeiture.amount = event.params.amount;
  forfeiture.tip = event.params.tip;
  stampCreated(forfeiture, event);
  forfeiture.save();
  bookForfeiture(event.params.bidder, event.params.amount, event.params.tip, event);
}

export function handleBondReturned(event: BondReturned): void {
  const auction = auctionEntityId(event.params.leadId, event.params.round);
  freeBid("BondReturned", bidEntityId(auction, event.params.bidder), event.params.amount, event);
}

/** Whether nobody can win a round any more that no event has closed. */
function isUnsold(auction: Auction, bidding: Bidding, now: BigInt): boolean {
  if (bidding.leader !== null || now < auction.commitEnd) return false;
  return now >= auction.revealEnd || bidding.pendingCommitments == 0;
}

function earlier(a: BigInt, b: BigInt): BigInt {
  return a < b ? a : b;
}
