import { Address, Bytes } from "@graphprotocol/graph-ts";

import {
  BidBarred,
  BidRevealed,
  LowBidCharged,
  RevealClosed,
  RevealSkipped,
} from "../../generated/AuctionHouse/AuctionHouse";
import { openAccount } from "../store/account";
import { openAuction } from "../store/auction";
import { openBid, winBid } from "../store/bid";
import { setRevealEnd } from "../store/deadlines";
import { recordRoundRefusal } from "../store/decision";
import { Feed } from "../store/feed";
import { Ledger } from "../store/ledger";
import { openProtocol } from "../store/protocol";
import { Reveal } from "../store/reveal";
import { revealFaultOf } from "../words";

/** Numbers of `IAuctionHouse.RevealOutcome`. */
const LEADING = 0;
const TIED = 1;
const OUTBID = 2;
const BELOW_RESERVE = 3;

export function handleBidRevealed(event: BidRevealed): void {
  const auction = openAuction(event.params.leadId, event.params.round, event);
  const bid = openBid(auction, event.params.bidder, event);
  bid.amount = event.params.amount;
  bid.revealFault = null;
  bid.revealedAt = event.block.timestamp;
  bid.revealTx = event.transaction.hash;

  const outcome = event.params.outcome;
  const reveal = new Reveal(auction, bid, event);
  if (outcome == LEADING) reveal.lead(known(event.params.outbid));
  else if (outcome == TIED) reveal.tie();
  else if (outcome == OUTBID) reveal.lose();
  else if (outcome == BELOW_RESERVE) reveal.refuse();
  else reveal.bar();
  auction.revealCount += 1;
  auction.pendingCommitments -= 1;
  auction.save();

  const account = openAccount(event.params.bidder, event);
  account.revealCount += 1;
  account.save();
  const protocol = openProtocol(event);
  protocol.reveals += 1;
  protocol.save();
}

/** The cost of a bid below the reserve; `BidRevealed` of the same transaction has the rest. */
export function handleLowBidCharged(event: LowBidCharged): void {
  const auction = openAuction(event.params.leadId, event.params.round, event);
  const bidder = event.params.bidder;
  const tip = event.params.tip;
  const bid = openBid(auction, bidder, event);
  bid.tip = tip;
  bid.save();
  const ledger = new Ledger(event, auction);
  ledger.pay(bidder, "LowBidTipPaid", event.params.treasury, "LowBidTipEarned", tip);
  ledger.free(bidder, "BidBondFreed", event.params.bond.minus(tip));
  const protocol = openProtocol(event);
  protocol.lowBidTips = protocol.lowBidTips.plus(tip);
  protocol.save();
}

/** Why an opened bid does not count; `BidRevealed` of the same transaction has the rest. */
export function handleBidBarred(event: BidBarred): void {
  const auction = openAuction(event.params.leadId, event.params.round, event);
  const bidder = event.params.bidder;
  recordRoundRefusal("Reveal", auction, bidder, true, event.params.reason, event);
  const protocol = openProtocol(event);
  protocol.barredBids += 1;
  protocol.save();
}

export function handleRevealSkipped(event: RevealSkipped): void {
  const auction = openAuction(event.params.leadId, event.params.round, event);
  const bid = openBid(auction, event.params.bidder, event);
  bid.revealFault = revealFaultOf(event.params.fault);
  bid.save();
}

/** All bids are open before the time is up: the leader has won, unless others tie with it. */
export function handleRevealClosed(event: RevealClosed): void {
  const auction = openAuction(event.params.leadId, event.params.round, event);
  setRevealEnd(auction, event.params.revealEnd);
  auction.save();
  if (!auction.tieOpen) winBid(auction, event);
  new Feed(event, auction).add("BidsOpened", auction.leader);
}

function known(address: Address): Bytes | null {
  return address == Address.zero() ? null : address;
}
