import { BidBarred, DeliveryDelayed, SaleBarred } from "../../generated/AuctionHouse/AuctionHouse";
import { bidEntityId } from "../ids";
import { auctionOf, changeAuction, closeWithoutSale } from "../store/auction";
import { AT_REVEAL, freeBid } from "../store/bid";
import { biddingOf } from "../store/bidding";
import { recordRoundRefusal } from "../store/decision";
import { nameEntry } from "../store/ledger";
import { loadCompliance } from "../store/compliance";

/** `BidRevealed` follows in the same transaction. */
export function handleBidBarred(event: BidBarred): void {
  const auction = auctionOf(event.params.leadId, event.params.round);
  const bidder = event.params.bidder;
  recordRoundRefusal(AT_REVEAL, auction, bidder, true, event.params.reason, event);
  const compliance = loadCompliance(event);
  compliance.barredBids += 1;
  compliance.save();
}

export function handleSaleBarred(event: SaleBarred): void {
  nameEntry(event, 2, 0, "BidFreed");
  nameEntry(event, 1, 0, "DeliveryBondFreed");
  const known = auctionOf(event.params.leadId, event.params.round);
  const buyer = event.params.buyer;
  freeBid("Barred", bidEntityId(known.id, buyer), event.params.bid, event);
  const auction = changeAuction(known.id, event);
  closeWithoutSale(auction, known.lead, "Undelivered", event);
  auction.save();
  recordRoundRefusal("Delivery", known, buyer, true, event.params.reason, event);
  const compliance = loadCompliance(event);
  compliance.barredSales += 1;
  compliance.save();
}

export function handleDeliveryDelayed(event: DeliveryDelayed): void {
  const known = auctionOf(event.params.leadId, event.params.round);
  const auction = changeAuction(known.id, event);
  auction.state = "Delivery";
  auction.deliveryEnd = event.params.deliveryEnd;
  auction.deliveryExcused = event.params.excused;
  auction.save();
  const buyer = biddingOf(known.id).leader;
  recordRoundRefusal("Delivery", known, buyer, false, event.params.reason, event);
}
