import { Address } from "@graphprotocol/graph-ts";

import { BidBarred, DeliveryExcused, SaleBarred } from "../../generated/AuctionHouse/AuctionHouse";
import { closeWithoutSale, loadAuction } from "../store/auction";
import { changeBid, setBidState } from "../store/bid";
import { biddingOf, changeBidding } from "../store/bidding";
import { recordRoundRefusal } from "../store/decision";
import { nameEntry } from "../store/ledger";
import { loadCompliance } from "../store/compliance";

/** `IPassBook.Clearance.Denied`. */
const DENIED = 1;

/** `BidRevealed` follows in the same transaction. */
export function handleBidBarred(event: BidBarred): void {
  const auction = loadAuction(event.params.leadId, event.params.round, event);
  const bidder = event.params.bidder;
  const isDenied = event.params.clearance == DENIED;
  setBidState(auction.id, bidder, "Barred", event);
  recordRoundRefusal("Reveal", auction, bidder, isDenied, event.params.reason, event);
  const compliance = loadCompliance(event);
  compliance.barredBids += 1;
  compliance.save();
}

export function handleSaleBarred(event: SaleBarred): void {
  nameEntry(event, 2, 0, "DeliveryBondFreed");
  nameEntry(event, 1, 0, "BidFreed");
  const auction = loadAuction(event.params.leadId, event.params.round, event);
  const bid = changeBid(auction.id, event.params.buyer, event);
  bid.state = "Barred";
  bid.amount = event.params.bid;
  bid.save();
  closeWithoutSale(auction, "Undelivered", event);
  auction.save();
  const bidding = changeBidding(auction.id, event);
  bidding.leader = null;
  bidding.save();
  recordRoundRefusal("Delivery", auction, event.params.buyer, true, event.params.reason, event);
  const compliance = loadCompliance(event);
  compliance.barredSales += 1;
  compliance.save();
}

export function handleDeliveryExcused(event: DeliveryExcused): void {
  const auction = loadAuction(event.params.leadId, event.params.round, event);
  auction.deliveryExcused = true;
  auction.save();
  const buyer = Address.fromBytes(biddingOf(auction.id).leader!);
  recordRoundRefusal("Delivery", auction, buyer, false, event.params.reason, event);
}
