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

/** Puts a lead into a new round. Returns the lead. */
export function listLead(id: Bytes, auction: Bytes, round: i32, event: ethereum.Event): Lead {
  // A lead that is listed as it is minted is not in the store yet: the store is asked only where the block has not made it.
  const minted = Lead.loadInBlock(id);
  const lead = minted != null ? minted : Lead.load(id)!;
  lead.state = "Listed";
  lead.latestAuction = auction;
  lead.rounds = round;
  stampUpdated(lead, event);
  lead.save();
  return lead;
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

/** Ends a round that did not sell: its lead can be listed again. The caller saves the round. */
export function closeWithoutSale(
  auction: Auction,
  leadId: Bytes,
  state: string,
  event: ethereum.Event,
): void {
  const lead = changeLead(leadId, event);
  lead.state = "Unlisted";
  lead.save();
  const protocol = endAuction(auction, biddingOf(auction.id), state, event);
  if (state == "Unsold") protocol.after.unsoldAuctions = protocol.before.unsoldAuctions + 1;
  else if (state == "Undelivered")
    protocol.after.undeliveredAuctions = protocol.before.undeliveredAuctions + 1;
  else protocol.after.voidedAuctions = protocol.before.voidedAuctions + 1;
  protocol.after.save();
}
