import { Address } from "@graphprotocol/graph-ts";

import {
  AuctionCancelled,
  AuctionClosedUnsold,
  AuctionRefunded,
  AuctionSettled,
  AuctionVoided,
  BondForfeited,
  BondReturned,
  TiedBidReleased,
  TieResolved,
} from "../../generated/AuctionHouse/AuctionHouse";
import { Forfeiture, Refund } from "../../generated/schema";
import { auctionOf, changeAuction, closeWithoutSale } from "../store/auction";
import { freeBid } from "../store/bid";
import { biddingOf, changeBidding } from "../store/bidding";
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
  auction.deliveryEnd = event.block.timestamp.plus(known.deliveryWindow);
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
  closeWithoutSale(auction, leadEntityId(event.params.leadId), "Voided", event);
  auction.save();
  const bidding = biddingOf(id);
  const leader = Address.fromBytes(bidding.leader!);
  freeBid("Voided", bidEntityId(id, leader), bidding.leadingBid, event);
}

export function handleBondForfeited(event: BondForfeited): void {
  const auction = auctionEntityId(event.params.leadId, event.params.round);
  const forfeiture = new Forfeiture(bidEntityId(auction, event.params.bidder));
  forfeiture.bid = forfeiture.id;
  forfeiture.auction = auction;
  forfeiture.lead = leadEntityId(event.params.leadId);
  forfeiture.bidder = event.params.bidder;
  forfeiture.beneficiary = event.params.beneficiary;
  forfeiture.amount = event.params.amount;
  forfeiture.tip = event.params.tip;
  stampCreated(forfeiture, event);
  forfeiture.save();
  bookForfeiture(
    event.params.bidder,
    event.params.beneficiary,
    event.params.amount,
    event.params.tip,
    event,
  );
}

export function handleBondReturned(event: BondReturned): void {
  const auction = auctionEntityId(event.params.leadId, event.params.round);
  freeBid("BondReturned", bidEntityId(auction, event.params.bidder), event.params.amount, event);
}
