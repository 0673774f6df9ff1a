import { Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Auction, Lead } from "../../generated/schema";
import { stampUpdated } from "./stamp";

/** A lead, to be changed and saved. An event mints every lead before any other event names it. */
export function openLead(id: Bytes, event: ethereum.Event): Lead {
  const lead = Lead.load(id)!;
  stampUpdated(lead, event);
  return lead;
}

/** Puts a lead into a new round. */
export function listLead(lead: Lead, auction: Auction): void {
  lead.state = "Listed";
  lead.latestAuction = auction.id;
  lead.rounds = auction.round;
  lead.save();
}

/** Gives back a lead whose round ended without a sale: it can be listed again. */
export function unlistLead(id: Bytes, event: ethereum.Event): void {
  const lead = openLead(id, event);
  lead.state = "Unlisted";
  lead.save();
}
