import { TiedBidReleased, TieResolved } from "../../generated/AuctionHouse/AuctionHouse";
import { openAuction } from "../store/auction";
import { endBid, openBid, winBid } from "../store/bid";
import { setDeliveryEnd } from "../store/deadlines";
import { Feed } from "../store/feed";
import { Ledger } from "../store/ledger";
import { loseTie } from "../store/reveal";

/** The first of the tied bids led so far: if another has won, `TiedBidReleased` of the same transaction frees its money. */
export function handleTieResolved(event: TieResolved): void {
  const auction = openAuction(event.params.leadId, event.params.round, event);
  const winner = event.params.winner;
  const former = auction.leader!;
  const feed = new Feed(event, auction);
  auction.leader = winner;
  auction.tiedBids = event.params.tiedBids.toI32() - 1;
  auction.tieOpen = false;
  auction.tieResolvedAt = event.block.timestamp;
  auction.tieByTimeout = event.params.byTimeout;
  setDeliveryEnd(auction, event.block.timestamp.plus(auction.deliveryWindow));
  auction.save();

  winBid(auction, event);
  feed.addBid("TieResolved", openBid(auction, winner, event), auction.leadingBid);
  loseTie(auction, winner, feed, event);
  if (former == winner) return;
  const first = openBid(auction, former, event);
  first.outbidBy = winner;
  if (first.status == "Leading") first.status = "Outbid";
  first.save();
  feed.addBid("BidOutbid", first, first.amount, winner);
}

export function handleTiedBidReleased(event: TiedBidReleased): void {
  const auction = openAuction(event.params.leadId, event.params.round, event);
  const bidder = event.params.bidder;
  const amount = event.params.amount;
  const bid = openBid(auction, bidder, event);
  endBid(bid, "Released", event);
  new Ledger(event, auction).free(bidder, "TiedBidFreed", amount);
  new Feed(event, auction).addBid("TiedBidReleased", bid, amount);
}
