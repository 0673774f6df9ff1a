import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Auction, Bidding, Lead } from "../../generated/schema";
import { auctionEntityId } from "../ids";
import { biddingOf } from "./bidding";
import { ProtocolChange } from "./protocol";
import { stampUpdated } from "./stamp";

/** A round as it stands. Every round is opened by an event before any other names it. */
export function auctionOf(leadId: BigInt, round: BigInt): Auction {
  return Auction.load(auctionEntityId(leadId, round))!;
}

/** What changes of a round, to be filled in and saved; the rest of it stays. */
export function changeAuction(id: Bytes, event: ethereum.Event): Auction {
  const auction = new Auction(id);
  stampUpdated(auction, event);
  return auction;
}

/** Gives a round its new state. */
export function setAuctionState(id: Bytes, state: string, event: ethereum.Event): void {
  const auction = changeAuction(id, event);
  auction.state = state;
  auction.save();
}

/** What changes of a lead, to be filled in and saved; the rest of it stays. Every lead is minted by an event before any other names it. */
export function changeLead(id: Bytes, event: ethereum.Event): Lead {
  const lead = new Lead(id);
  stampUpdated(lead, event);
  return lead;
}

/** Puts what a new round knows of its lead into it, and the lead into custody. Returns whether the lead was minted in this transaction. */
export function listLead(auction: Auction, event: ethereum.Event): boolean {
  // A lead that is listed as it is minted is not in the store yet: it would be looked for in vain, as it would to complete a change of it.
  const minted = Lead.loadInBlock(auction.lead);
  const lead = minted != null ? minted : Lead.load(auction.lead)!;
  lead.state = "Listed";
  lead.inCustody = true;
  lead.latestAuction = auction.id;
  lead.rounds = auction.round;
  stampUpdated(lead, event);
  lead.save();
  auction.vertical = lead.vertical;
  auction.verticalSlug = lead.verticalSlug;
  auction.region = lead.region;
  auction.score = lead.score;
  return lead.txHash == event.transaction.hash;
}

/** A round that has just been opened. */
export function startAuction(auction: Auction): void {
  auction.state = "Commit";
  auction.closed = false;
  auction.cancelled = false;
  auction.deliveryExcused = false;
}

/** Ends a round with its bidding and counts it; the caller saves both. */
export function endAuction(
  auction: Auction,
  bidding: Bidding,
  state: string,
  event: ethereum.Event,
): ProtocolChange {
  auction.state = state;
  auction.closed = true;
  auction.closedAt = event.block.timestamp;
  const protocol = new ProtocolChange(event);
  protocol.after.openAuctions = protocol.before.openAuctions - 1;
  protocol.after.bids = protocol.before.bids + bidding.bidCount;
  protocol.after.reveals = protocol.before.reveals + bidding.revealCount;
  return protocol;
}

/** Ends a round that did not sell: the lead goes back to its seller. The caller saves the round. */
export function closeWithoutSale(
  auction: Auction,
  leadId: Bytes,
  state: string,
  event: ethereum.Event,
): void {
  const lead = changeLead(leadId, event);
  lead.state = "Unlisted";
  lead.inCustody = false;
  lead.save();
  const protocol = endAuction(auction, biddingOf(auction.id), state, event);
  if (state == "Unsold") protocol.after.unsoldAuctions = protocol.before.unsoldAuctions + 1;
  else if (state == "Undelivered")
    protocol.after.undeliveredAuctions = protocol.before.undeliveredAuctions + 1;
  else protocol.after.voidedAuctions = protocol.before.voidedAuctions + 1;
  protocol.after.save();
}
