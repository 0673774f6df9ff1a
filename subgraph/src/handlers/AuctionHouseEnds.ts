import { Address, BigInt } from "@graphprotocol/graph-ts";

import {
  AuctionCancelled,
  AuctionClosedUnsold,
  AuctionErased,
  AuctionRefunded,
  AuctionSettled,
  AuctionVoided,
  DeliveryDelayed,
  SaleBarred,
} from "../../generated/AuctionHouse/AuctionHouse";
import { dropLeader, endAuction, openAuction, setBuyer } from "../store/auction";
import { endLeadingBid, winBid } from "../store/bid";
import { setDeliveryEnd } from "../store/deadlines";
import { recordRoundRefusal } from "../store/decision";
import { Feed } from "../store/feed";
import { Ledger } from "../store/ledger";
import { chartSale, countSale } from "../store/sale";
import { SellerBond } from "../store/sellerBond";

/** Stage of decisions about a round that is won. */
const AT_DELIVERY = "Delivery";

export function handleAuctionSettled(event: AuctionSettled): void {
  const auction = openAuction(event.params.leadId, event.params.round, event);
  const buyer = event.params.buyer;
  const seller = event.params.seller;
  const price = event.params.price;
  const fee = event.params.fee;
  const bond = event.params.deliveryBond;
  const net = price.minus(fee);
  const bid = endLeadingBid(auction, buyer, "Delivered", BigInt.zero(), event);

  const ledger = new Ledger(event, auction);
  ledger.move(buyer, "SalePaid", price, BigInt.zero(), price.neg(), seller);
  ledger.move(seller, "SaleEarned", net, net.plus(bond), bond.neg(), buyer);
  ledger.move(event.params.treasury, "FeeEarned", fee, fee, BigInt.zero(), buyer);
  countSale(buyer, seller, price, fee, event);
  const feed = new Feed(event, auction);
  feed.addLeader("LeadBought", buyer, bid, price, seller);
  feed.add("LeadSold", seller, net, buyer);

  auction.price = price;
  auction.fee = fee;
  setBuyer(auction, buyer, event);
  endAuction(auction, "Sold", "Delivered", event);
  chartSale(auction, price, fee, event);
}

export function handleAuctionCancelled(event: AuctionCancelled): void {
  const auction = openAuction(event.params.leadId, event.params.round, event);
  const seller = event.params.seller;
  const bond = event.params.deliveryBond;
  const hasCommitments = !event.params.commitments.isZero();
  const inPause = hasCommitments || auction.offer !== null;
  new Ledger(event, auction).free(seller, "DeliveryBondFreed", bond);
  new Feed(event, auction).add("AuctionCancelled", seller, bond);
  if (hasCommitments) auction.bondsReturned = true;
  dropLeader(auction);
  const reason = inPause ? "CancelledInPause" : "CancelledWithoutBids";
  endAuction(auction, "Cancelled", reason, event);
}

export function handleAuctionClosedUnsold(event: AuctionClosedUnsold): void {
  const auction = openAuction(event.params.leadId, event.params.round, event);
  const seller = event.params.seller;
  const bond = event.params.deliveryBond;
  new Ledger(event, auction).free(seller, "DeliveryBondFreed", bond);
  new Feed(event, auction).add("AuctionUnsold", seller, bond);
  endAuction(auction, "Unsold", auction.bidCount == 0 ? "NoBids" : "NoValidBid", event);
}

export function handleAuctionRefunded(event: AuctionRefunded): void {
  const auction = openAuction(event.params.leadId, event.params.round, event);
  const buyer = event.params.buyer;
  const seller = event.params.seller;
  const amount = event.params.bid;
  const bond = new SellerBond(
    seller,
    buyer,
    event.params.treasury,
    event.params.deliveryBond,
    event.params.compensation,
    event.params.penalty,
    event.params.excused,
  );
  const bid = endLeadingBid(auction, buyer, "Refunded", event.params.compensation, event);
  const ledger = new Ledger(event, auction);
  if (bid != null) ledger.free(buyer, "BidFreed", amount);
  bond.book(auction, ledger, true, event);
  const feed = new Feed(event, auction);
  feed.addLeader("BuyerRefunded", buyer, bid, amount, seller);
  feed.add("DeliveryMissed", seller, bond.lost(), buyer);
  setBuyer(auction, buyer, event);
  endAuction(auction, "Undelivered", bond.excused ? "DeliveryExcused" : "NotDelivered", event);
}

export function handleSaleBarred(event: SaleBarred): void {
  const auction = openAuction(event.params.leadId, event.params.round, event);
  const buyer = event.params.buyer;
  const seller = event.params.seller;
  const amount = event.params.bid;
  const bid = endLeadingBid(auction, buyer, "Barred", BigInt.zero(), event);
  const ledger = new Ledger(event, auction);
  if (bid != null) ledger.free(buyer, "BidFreed", amount);
  ledger.free(seller, "DeliveryBondFreed", event.params.deliveryBond);
  new Feed(event, auction).addLeader("SaleBarred", buyer, bid, amount, seller);
  const reason = event.params.reason;
  auction.barredBy = recordRoundRefusal(AT_DELIVERY, auction, buyer, true, reason, event);
  setBuyer(auction, buyer, event);
  endAuction(auction, "Barred", "BuyerBarred", event);
}

export function handleDeliveryDelayed(event: DeliveryDelayed): void {
  const auction = openAuction(event.params.leadId, event.params.round, event);
  setDeliveryEnd(auction, event.params.deliveryEnd);
  auction.deliveryExcused = event.params.excused;
  auction.save();
  winBid(auction, event);
  recordRoundRefusal(AT_DELIVERY, auction, auction.leader, false, event.params.reason, event);
  new Feed(event, auction).add("DeliveryDelayed", auction.leader);
}

export function handleAuctionVoided(event: AuctionVoided): void {
  const auction = openAuction(event.params.leadId, event.params.round, event);
  const leader = event.params.leader;
  const amount = event.params.bid;
  const ledger = new Ledger(event, auction);
  if (leader.equals(Address.zero())) {
    new Feed(event, auction).add("AuctionVoided", event.params.seller);
  } else {
    const bid = endLeadingBid(auction, leader, "Released", BigInt.zero(), event);
    if (bid != null) ledger.free(leader, "BidFreed", amount);
    new Feed(event, auction).addLeader("AuctionVoided", leader, bid, amount);
  }
  ledger.free(event.params.seller, "DeliveryBondFreed", event.params.deliveryBond);
  auction.bondsReturned = true;
  // An outage is reported within days of the reveal phase, and a tie is voided after seven.
  const isTie = event.block.timestamp.ge(auction.voidableAt);
  endAuction(auction, "Voided", isTie ? "TieUnresolved" : "SequencerOutage", event);
}

/** `LeadErased` of the same transaction updates the lead. */
export function handleAuctionErased(event: AuctionErased): void {
  const auction = openAuction(event.params.leadId, event.params.round, event);
  const leader = event.params.leader;
  const end = event.params.end;
  const seller = end.seller;
  const won = end.won;
  const bond = new SellerBond(
    seller,
    leader,
    end.treasury,
    end.deliveryBond,
    end.compensation,
    end.penalty,
    end.excused,
  );
  const ledger = new Ledger(event, auction);
  if (leader != Address.zero()) {
    const bid = endLeadingBid(auction, leader, "Released", end.compensation, event);
    if (bid != null) ledger.free(leader, "BidFreed", end.bid);
  }
  bond.book(auction, ledger, won, event);
  new Feed(event, auction).add("AuctionErased", seller, bond.lost());
  if (end.bondsReturned) auction.bondsReturned = true;
  if (won) {
    setBuyer(auction, leader, event);
  } else {
    dropLeader(auction);
  }
  endAuction(auction, "Erased", won ? "ErasedAfterWinner" : "ErasedBeforeWinner", event);
}
