import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Auction, Lead, Protocol } from "../../generated/schema";
import { auctionEntityId } from "../ids";
import { biddingOf } from "./bidding";
import { loadProtocol } from "./protocol";
import { stampUpdated } from "./stamp";

/** A round, to be changed and saved. Every round is opened by an event before any other names it. */
export function loadAuction(leadId: BigInt, round: BigInt, event: ethereum.Event): Auction {
  const auction = Auction.load(auctionEntityId(leadId, round))!;
  stampUpdated(auction, event);
  return auction;
}

/** The bond that a bid in a round locks. */
export function bidBondOf(id: Bytes): BigInt {
  return Auction.load(id)!.bidBond;
}

/** Gives a round its new state; the rest of it stays. */
export function setAuctionState(id: Bytes, state: string, event: ethereum.Event): void {
  const auction = new Auction(id);
  auction.state = state;
  stampUpdated(auction, event);
  auction.save();
}

/** A lead, to be changed and saved. Every lead is minted by an event before any other names it. */
export function loadLead(id: Bytes, event: ethereum.Event): Lead {
  const lead = Lead.load(id)!;
  stampUpdated(lead, event);
  return lead;
}

/** Puts what a new round knows of its lead into it, and the lead into custody. */
export function listLead(auction: Auction, event: ethereum.Event): void {
  // A lead that is listed as it is minted is not in the store yet: it would be looked for in vain.
  const minted = Lead.loadInBlock(auction.lead);
  const lead = minted != null ? minted : loadLead(auction.lead, event);
  lead.state = "Listed";
  lead.inCustody = true;
  lead.latestAuction = auction.id;
  lead.rounds = auction.round;
  lead.save();
  auction.vertical = lead.vertical;
  auction.verticalSlug = lead.verticalSlug;
  auction.region = lead.region;
  auction.score = lead.score;
}

/** A round that has just been opened. */
export function startAuction(auction: Auction): void {
  auction.state = "Commit";
  auction.closed = false;
  auction.cancelled = false;
  auction.deliveryExcused = false;
}

/** Ends a round and counts it; the caller saves both. */
export function endAuction(auction: Auction, state: string, event: ethereum.Event): Protocol {
  auction.state = state;
  auction.closed = true;
  auction.closedAt = event.block.timestamp;
  const protocol = loadProtocol(event);
  protocol.openAuctions -= 1;
  const bidding = biddingOf(auction.id);
  protocol.bids += bidding.bidCount;
  protocol.reveals += bidding.revealCount;
  return protocol;
}

/** Ends a round that did not sell: the lead goes back to its seller. The caller saves the round. */
export function closeWithoutSale(auction: Auction, state: string, event: ethereum.Event): void {
  const lead = loadLead(auction.lead, event);
  lead.state = "Unlisted";
  lead.inCustody = false;
  lead.save();
  const protocol = endAuction(auction, state, event);
  if (state == "Unsold") protocol.unsoldAuctions += 1;
  else if (state == "Undelivered") protocol.undeliveredAuctions += 1;
  else protocol.voidedAuctions += 1;
  protocol.save();
}
