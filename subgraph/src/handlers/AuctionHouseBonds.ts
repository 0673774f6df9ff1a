import {
  BondForfeited,
  BondReturned,
  OutageReported,
} from "../../generated/AuctionHouse/AuctionHouse";
import { openAccount } from "../store/account";
import { openAuction } from "../store/auction";
import { endBid, openBid } from "../store/bid";
import { Feed } from "../store/feed";
import { Ledger } from "../store/ledger";
import { openProtocol } from "../store/protocol";

/** Bonds of bids that were never opened: forfeited or returned. */

export function handleBondForfeited(event: BondForfeited): void {
  const auction = openAuction(event.params.leadId, event.params.round, event);
  const bidder = event.params.bidder;
  const caller = event.params.caller;
  const bond = event.params.bond;
  const tip = event.params.tip;
  const bid = openBid(auction, bidder, event);
  endBid(bid, "Forfeited", event);

  const ledger = new Ledger(event, auction);
  ledger.pay(bidder, "BondForfeited", caller, "TipEarned", tip);
  const rest = bond.minus(tip);
  ledger.pay(bidder, "BondForfeited", event.params.treasury, "ForfeitureEarned", rest);
  const loser = openAccount(bidder, event);
  loser.forfeitureCount += 1;
  loser.forfeited = loser.forfeited.plus(bond);
  loser.save();
  const earner = openAccount(caller, event);
  earner.tips = earner.tips.plus(tip);
  earner.save();
  new Feed(event, auction).addBid("BondForfeited", bid, bond, caller);

  const protocol = openProtocol(event);
  protocol.forfeitures += 1;
  protocol.forfeited = protocol.forfeited.plus(bond);
  protocol.forfeitTips = protocol.forfeitTips.plus(tip);
  protocol.save();
}

export function handleBondReturned(event: BondReturned): void {
  const auction = openAuction(event.params.leadId, event.params.round, event);
  const bidder = event.params.bidder;
  const bid = openBid(auction, bidder, event);
  endBid(bid, "Returned", event);
  new Ledger(event, auction).free(bidder, "BidBondFreed", event.params.bond);
  new Feed(event, auction).addBid("BondReturned", bid, event.params.bond);
}

/** Anybody can report the same outage again: only the first report is an action. */
export function handleOutageReported(event: OutageReported): void {
  const auction = openAuction(event.params.leadId, event.params.round, event);
  const isNew = auction.downtime === null;
  auction.downtime = event.params.downtime;
  auction.bondsReturned = true;
  auction.save();
  if (isNew) new Feed(event, auction).add("OutageReported", auction.seller);
}
