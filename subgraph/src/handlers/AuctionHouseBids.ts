import {
  BidCommitted,
  BidOverwritten,
  BidWithdrawn,
  SealedOpeningGiven,
} from "../../generated/AuctionHouse/AuctionHouse";
import { openAccount } from "../store/account";
import { openAuction } from "../store/auction";
import { commit, endBid, findBid, lockBid, newBid, openBid } from "../store/bid";
import { Feed } from "../store/feed";
import { Ledger } from "../store/ledger";
import { openProtocol } from "../store/protocol";

/** The first bid of an account in a round, or one after it was withdrawn. */
export function handleBidCommitted(event: BidCommitted): void {
  const auction = openAuction(event.params.leadId, event.params.round, event);
  const bidder = event.params.bidder;
  const bond = event.params.bond;
  const placed = findBid(auction, bidder, event);
  const bid = placed != null ? placed : newBid(auction, bidder, event);
  bid.bond = bond;
  commit(bid, event.params.commitment, event);
  lockBid(bid, "Committed", bond);
  bid.save();
  auction.pendingCommitments += 1;
  if (placed == null) auction.bidCount += 1;
  auction.save();

  new Ledger(event, auction).lock(bidder, "BidBondLocked", bond);
  new Feed(event, auction).addBid("BidCommitted", bid, bond);
  if (placed != null) return;
  const account = openAccount(bidder, event);
  account.bidCount += 1;
  account.save();
  const protocol = openProtocol(event);
  protocol.bids += 1;
  protocol.save();
}

export function handleBidOverwritten(event: BidOverwritten): void {
  const auction = openAuction(event.params.leadId, event.params.round, event);
  const bid = openBid(auction, event.params.bidder, event);
  commit(bid, event.params.commitment, event);
  bid.save();
  new Feed(event, auction).addBid("BidOverwritten", bid, null);
}

export function handleSealedOpeningGiven(event: SealedOpeningGiven): void {
  const auction = openAuction(event.params.leadId, event.params.round, event);
  const bid = openBid(auction, event.params.bidder, event);
  bid.sealedOpening = event.params.sealedOpening;
  bid.save();
}

export function handleBidWithdrawn(event: BidWithdrawn): void {
  const auction = openAuction(event.params.leadId, event.params.round, event);
  const bidder = event.params.bidder;
  const bid = openBid(auction, bidder, event);
  bid.withdrawnAt = event.block.timestamp;
  endBid(bid, "Withdrawn", event);
  auction.pendingCommitments -= 1;
  auction.save();
  new Ledger(event, auction).free(bidder, "BidBondFreed", event.params.bond);
  new Feed(event, auction).addBid("BidWithdrawn", bid, event.params.bond);
}
