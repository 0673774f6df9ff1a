import { Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Auction, Bid } from "../../generated/schema";
import { endBid, lockBid, openBid } from "./bid";
import { setTieOpen } from "./deadlines";
import { Feed } from "./feed";
import { Ledger } from "./ledger";
import { beatOffer } from "./match";
import { stampUpdated } from "./stamp";

/** The effects of one opened bid on its round. The amount of `bid` is set; the caller saves the round. */
export class Reveal {
  private auction: Auction;
  private bid: Bid;
  private event: ethereum.Event;
  private ledger: Ledger;
  private feed: Feed;

  constructor(auction: Auction, bid: Bid, event: ethereum.Event) {
    this.auction = auction;
    this.bid = bid;
    this.event = event;
    this.ledger = new Ledger(event, auction);
    this.feed = new Feed(event, auction);
  }

  /** The bid leads. @param outbid the former leader; null for the first, and where an offer led. */
  lead(outbid: Bytes | null): void {
    const bid = this.bid;
    this.lock("Leading");
    bid.save();
    this.feed.addBid("BidLeads", bid, bid.amount);
    if (outbid !== null) this.beatLeader(outbid);
    beatOffer(this.auction, bid.bidder, this.feed, this.event);
    if (this.auction.tiedBids > 0) loseTie(this.auction, bid.bidder, this.feed, this.event);
    this.auction.leader = bid.bidder;
    this.auction.leadingBid = bid.amount!;
    this.auction.tiedBids = 0;
    setTieOpen(this.auction, false);
  }

  /** The bid equals the leader's. */
  tie(): void {
    const bid = this.bid;
    this.lock("Tied");
    bid.tiedIn = this.auction.id;
    bid.save();
    this.feed.addBid("BidTied", bid, bid.amount);
    this.auction.tiedBids += 1;
    setTieOpen(this.auction, true);
  }

  /** The bid is below the leader's. */
  lose(): void {
    const leader = this.auction.leader;
    this.bid.outbidBy = leader;
    this.drop("Outbid", "BidOutbid", leader);
  }

  /** The bidder may not receive the lead. */
  bar(): void {
    this.drop("Barred", "BidBarred", null);
  }

  /** The bid is below the reserve: `LowBidCharged` has the movements of its bond. */
  refuse(): void {
    endBid(this.bid, "BelowReserve", this.event);
    this.feed.addBid("BidBelowReserve", this.bid, this.bid.amount);
  }

  /** Locks the amount in place of the bond. */
  private lock(status: string): void {
    const bid = this.bid;
    const amount = bid.amount!;
    const change = amount.minus(bid.bond);
    lockBid(bid, status, amount);
    this.ledger.move(bid.bidder, "BidLocked", amount, change.neg(), change, null);
  }

  private drop(status: string, kind: string, counterparty: Bytes | null): void {
    const bid = this.bid;
    endBid(bid, status, this.event);
    this.ledger.free(bid.bidder, "BidBondFreed", bid.bond);
    this.feed.addBid(kind, bid, bid.amount, counterparty);
  }

  private beatLeader(outbid: Bytes): void {
    const former = openBid(this.auction, outbid, this.event);
    former.outbidBy = this.bid.bidder;
    endBid(former, "Outbid", this.event);
    this.ledger.free(outbid, "BidOutbid", this.auction.leadingBid, this.bid.bidder);
    this.feed.addBid("BidOutbid", former, former.amount, this.bid.bidder);
  }
}

/** All tied bids of a round are beaten, except the winner's own. Their money stays locked until somebody releases it. */
export function loseTie(auction: Auction, winner: Bytes, feed: Feed, event: ethereum.Event): void {
  const tied = auction.tied.load();
  for (let i = 0; i < tied.length; i++) {
    const bid = tied[i];
    if (bid.bidder == winner) continue;
    bid.status = "Outbid";
    bid.outbidBy = winner;
    bid.tiedIn = null;
    stampUpdated(bid, event);
    bid.save();
    feed.addBid("BidOutbid", bid, bid.amount, winner);
  }
}
