import { Address } from "@graphprotocol/graph-ts";

import { BidBarred, DeliveryExcused, SaleBarred } from "../../generated/AuctionHouse/AuctionHouse";
import { bidEntityId } from "../ids";
import { auctionOf, changeAuction, closeWithoutSale } from "../store/auction";
import { AT_REVEAL, freeBid } from "../store/bid";
import { biddingOf, changeBidding } from "../store/bidding";
import { recordRoundRefusal } from "../store/decision";
import { nameEntry } from "../store/ledger";
import { loadCompliance } from "../store/compliance";

/** `IPassBook.Clearance.Denied`. */
const DENIED = 1;

/** `BidRevealed` follows in the same transaction. */
export function handleBidBarred(event: BidBarred): void {
  const auction = auctionOf(event.params.leadId, event.params.round);
  const isDenied = event.params.clearance == DENIED;
  const bidder = event.params.bidder;
  recordRoundRefusal(AT_REVEAL, auction, bidder, isDenied, event.params.reason, event);
  const compliance = loadCompliance(event);
  compliance.barredBids += 1;
  compliance.save();
}

export function handleSaleBarred(event: SaleBarred): void {
  nameEntry(event, 2, 0, "DeliveryBondFreed");
  nameEntry(event, 1, 0, "BidFreed");
  const known = auctionOf(event.params.leadId, event.params.round);
  const buyer = event.params.buyer;
  freeBid("Barred", bidEntityId(known.id, buyer), event.params.bid, event);
  const auction = changeAuction(known.id, event);
  closeWithoutSale(auction, known.lead, "Undelivered", event);
  auction.save();
  const bidding = changeBidding(known.id, event);
  bidding.leader = null;
  bidding.save();
  recordRoundRefusal("Delivery", known, buyer, true, event.params.reason, event);
  const compliance = loadCompliance(event);
  compliance.barredSales += 1;
  compliance.save();
}

export function handleDeliveryExcused(event: DeliveryExcused): void {
  const known = auctionOf(event.params.leadId, event.params.round);
  const auction = changeAuction(known.id, event);
  auction.deliveryExcused = true;
  auction.save();
  const buyer = Address.fromBytes(biddingOf(known.id).leader!);
  recordRoundRefusal("Delivery", known, buyer, false, event.params.reason, event);
}
