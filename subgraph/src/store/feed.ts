import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Action, Auction, Bid, Bounty, BountyMatch, Lead } from "../../generated/schema";
import { partId } from "../ids";
import { stampLog } from "./stamp";

/** Bytes of an action's number in its id. */
const INDEX_SIZE = 2;

/** The actions of one event. */
export class Feed {
  private event: ethereum.Event;
  private auction: Auction | null;
  private actions: i32 = 0;

  /** @param auction the round that they are about; null outside one. */
  constructor(event: ethereum.Event, auction: Auction | null) {
    this.event = event;
    this.auction = auction;
  }

  /** Keeps what happened to an account, which must exist, or to no account in particular. */
  add(
    kind: string,
    account: Bytes | null,
    amount: BigInt | null = null,
    counterparty: Bytes | null = null,
  ): void {
    this.next(kind, account, amount, counterparty).save();
  }

  /** Keeps what happened to a bid, and so to its bidder. */
  addBid(kind: string, bid: Bid, amount: BigInt | null, counterparty: Bytes | null = null): void {
    const action = this.next(kind, bid.bidder, amount, counterparty);
    action.bid = bid.id;
    action.save();
  }

  /** Keeps what happened to a round's leader. @param bid its sealed bid; null where an offer led. */
  addLeader(
    kind: string,
    leader: Bytes,
    bid: Bid | null,
    amount: BigInt,
    counterparty: Bytes | null = null,
  ): void {
    const action = this.next(kind, leader, amount, counterparty);
    if (bid != null) action.bid = bid.id;
    action.save();
  }

  /** Keeps what happened to an offer, and so to its poster. */
  addOffer(kind: string, match: BountyMatch, counterparty: Bytes | null): void {
    const action = this.next(kind, match.poster, match.price, counterparty);
    action.bounty = match.bounty;
    action.save();
  }

  /** Keeps what a poster did with its bounty. */
  addBounty(kind: string, bounty: Bounty, amount: BigInt | null): void {
    const action = this.next(kind, bounty.poster, amount, null);
    action.bounty = bounty.id;
    action.save();
  }

  /** Keeps what happened to a lead outside a round. */
  addLead(kind: string, account: Bytes, lead: Lead, counterparty: Bytes | null = null): void {
    const action = this.next(kind, account, null, counterparty);
    action.lead = lead.id;
    action.leadId = lead.leadId;
    action.save();
  }

  private next(
    kind: string,
    account: Bytes | null,
    amount: BigInt | null,
    counterparty: Bytes | null,
  ): Action {
    const action = new Action(partId(this.event, this.actions++, INDEX_SIZE));
    action.kind = kind;
    action.account = account;
    action.counterparty = counterparty;
    action.amount = amount;
    const auction = this.auction;
    if (auction != null) {
      action.lead = auction.lead;
      action.leadId = auction.leadId;
      action.auction = auction.id;
    }
    stampLog(action, this.event);
    return action;
  }
}
