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
import { closeWithoutSale, loadAuction } from "../store/auction";
import { changeBid, setBidState } from "../store/bid";
import { biddingOf, changeBidding } from "../store/bidding";
import { bookForfeiture } from "../store/forfeiture";
import { nameEntry, transferredBefore } from "../store/ledger";
import { bookRefund } from "../store/refund";
import { bookSale } from "../store/settlement";
import { stampCreated } from "../store/stamp";
import { openTieBreak } from "../store/tieBreak";
import { auctionEntityId, leadEntityId } from "../ids";

export function handleTiedBidReleased(event: TiedBidReleased): void {
  nameEntry(event, 1, 0, "TiedBidFreed");
  const auction = auctionEntityId(event.params.leadId, event.params.round);
  const bid = changeBid(auction, event.params.bidder, event);
  bid.state = "Released";
  bid.amount = event.params.amount;
  bid.save();
}

export function handleTieResolved(event: TieResolved): void {
  const winner = event.params.winner;
  const auction = loadAuction(event.params.leadId, event.params.round, event);
  auction.tieResolvedAt = event.block.timestamp;
  auction.deliveryEnd = event.block.timestamp.plus(auction.deliveryWindow);
  auction.state = "Delivery";
  auction.save();
  const bidding = changeBidding(auction.id, event);
  bidding.leader = winner;
  bidding.save();
  setBidState(auction.id, winner, "Leading", event);
  const tie = openTieBreak(event.params.leadId, event.params.round, event);
  tie.winner = winner;
  tie.tiedBids = event.params.tiedBids.toI32();
  tie.byTimeout = event.params.byTimeout;
  tie.resolvedAt = event.block.timestamp;
  tie.save();
}

export function handleAuctionSettled(event: AuctionSettled): void {
  const auction = loadAuction(event.params.leadId, event.params.round, event);
  auction.buyer = event.params.buyer;
  auction.paidSeller = event.params.seller;
  auction.price = event.params.price;
  auction.fee = event.params.fee;
  setBidState(auction.id, event.params.buyer, "Won", event);
  bookSale(auction, event);
}

export function handleAuctionCancelled(event: AuctionCancelled): void {
  nameEntry(event, 1, 0, "DeliveryBondFreed");
  const auction = loadAuction(event.params.leadId, event.params.round, event);
  auction.cancelled = true;
  closeWithoutSale(auction, "Unsold", event);
  auction.save();
}

export function handleAuctionClosedUnsold(event: AuctionClosedUnsold): void {
  nameEntry(event, 1, 0, "DeliveryBondFreed");
  const auction = loadAuction(event.params.leadId, event.params.round, event);
  closeWithoutSale(auction, "Unsold", event);
  auction.save();
}

export function handleAuctionRefunded(event: AuctionRefunded): void {
  const buyer = event.params.buyer;
  const auction = loadAuction(event.params.leadId, event.params.round, event);
  closeWithoutSale(auction, "Undelivered", event);
  auction.buyer = buyer;
  auction.save();
  setBidState(auction.id, buyer, "Refunded", event);
  const refund = new Refund(auction.id);
  refund.auction = auction.id;
  refund.lead = auction.lead;
  refund.buyer = buyer;
  refund.seller = auction.seller;
  refund.bid = event.params.bid;
  refund.compensation = event.params.compensation;
  refund.excused = !transferredBefore(event);
  stampCreated(refund, event);
  refund.save();
  bookRefund(refund, auction, event);
}

export function handleAuctionVoided(event: AuctionVoided): void {
  nameEntry(event, 2, 0, "DeliveryBondFreed");
  nameEntry(event, 1, 0, "BidFreed");
  const auction = loadAuction(event.params.leadId, event.params.round, event);
  closeWithoutSale(auction, "Voided", event);
  auction.save();
  setBidState(auction.id, Address.fromBytes(biddingOf(auction.id).leader!), "Voided", event);
}

export function handleBondForfeited(event: BondForfeited): void {
  const auction = auctionEntityId(event.params.leadId, event.params.round);
  const bid = changeBid(auction, event.params.bidder, event);
  bid.state = "Forfeited";
  bid.save();
  const forfeiture = new Forfeiture(bid.id);
  forfeiture.bid = bid.id;
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
  const bid = changeBid(auction, event.params.bidder, event);
  bid.state = "BondReturned";
  bid.bondReturned = event.params.amount;
  bid.save();
}
