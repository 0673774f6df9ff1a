import { BigInt, Bytes } from "@graphprotocol/graph-ts";

import { LeadDelivered, LeadErased, LeadMinted, RoyaltySet } from "../../generated/LeadNFT/LeadNFT";
import { Delivery, Lead } from "../../generated/schema";
import { auctionEntityId, eventId, leadClassEntityId, leadEntityId } from "../ids";
import { JsonObject } from "../json";
import { meetAccount } from "../store/account";
import { openConfiguration, recordChange } from "../store/configuration";
import { Feed } from "../store/feed";
import { openLead } from "../store/lead";
import { openProtocol } from "../store/protocol";
import { stampCreated, stampLog, stampUpdated } from "../store/stamp";
import { meetVertical } from "../store/vertical";
import { asciiOf, contentURIOf, pointBytes } from "../text";

/** `LeadAttested` of the same transaction fills in what the DON attested. */
export function handleLeadMinted(event: LeadMinted): void {
  const capsule = event.params.capsule;
  const seller = meetAccount(event.params.seller, event);
  const vertical = meetVertical(event.params.vertical, event);
  const lead = new Lead(leadEntityId(event.params.leadId));
  lead.leadId = event.params.leadId;
  lead.state = "Unlisted";
  lead.seller = seller;
  lead.owner = seller;
  lead.vertical = vertical.id;
  lead.rootVertical = vertical.root;
  lead.verticalSlug = vertical.slug;
  lead.region = asciiOf(event.params.region);
  lead.leadClass = leadClassEntityId(event.params.leadClass);
  lead.score = event.params.score;
  lead.expiresAt = event.params.expiresAt;
  lead.contentHash = event.params.contentHash;
  lead.contentURI = contentURIOf(event.params.contentHash);
  lead.capsuleA = pointBytes(capsule.a.x, capsule.a.y);
  lead.capsuleB = pointBytes(capsule.b.x, capsule.b.y);
  lead.capsuleKey = pointBytes(capsule.p.x, capsule.p.y);
  lead.submissionHash = new Bytes(0);
  lead.consentScore = 0;
  lead.regionScore = 0;
  lead.contactabilityScore = 0;
  lead.completenessScore = 0;
  lead.sourceScore = 0;
  lead.unansweredChecks = [];
  lead.source = "";
  lead.consentTime = BigInt.zero();
  lead.observedAt = BigInt.zero();
  lead.autoListed = false;
  lead.rounds = 0;
  stampCreated(lead, event);
  stampUpdated(lead, event);
  lead.save();
  new Feed(event, null).addLead("LeadMinted", seller, lead);
  const protocol = openProtocol(event);
  protocol.leads += 1;
  protocol.save();
}

/** Round 0 is a private delivery, outside an auction. */
export function handleLeadDelivered(event: LeadDelivered): void {
  const capsule = event.params.capsule;
  const round = event.params.round;
  const from = event.params.from;
  const receiver = meetAccount(event.params.to, event);
  const lead = openLead(leadEntityId(event.params.leadId), event);
  lead.owner = receiver;
  lead.capsuleA = pointBytes(capsule.a.x, capsule.a.y);
  lead.capsuleB = pointBytes(capsule.b.x, capsule.b.y);
  lead.capsuleKey = pointBytes(capsule.p.x, capsule.p.y);

  const delivery = new Delivery(eventId(event));
  delivery.lead = lead.id;
  delivery.from = from;
  delivery.to = receiver;
  if (round.isZero()) {
    new Feed(event, null).addLead("LeadHandedOver", from, lead, receiver);
  } else {
    delivery.auction = auctionEntityId(event.params.leadId, round);
    lead.state = "Sold";
  }
  stampLog(delivery, event);
  delivery.save();
  lead.save();
}

/** A running round ends in the same transaction: see `AuctionErased`. */
export function handleLeadErased(event: LeadErased): void {
  const lead = openLead(leadEntityId(event.params.leadId), event);
  lead.state = "Erased";
  lead.contentHash = null;
  lead.contentURI = null;
  lead.capsuleA = null;
  lead.capsuleB = null;
  lead.capsuleKey = null;
  lead.erasedBy = event.params.by;
  lead.erasedAt = event.block.timestamp;
  lead.save();
  new Feed(event, null).addLead("LeadErased", event.params.by, lead);
  const protocol = openProtocol(event);
  protocol.erasedLeads += 1;
  protocol.save();
}

export function handleRoyaltySet(event: RoyaltySet): void {
  const configuration = openConfiguration(event);
  configuration.royaltyBps = event.params.royaltyBps;
  configuration.save();
  const value = new JsonObject().int("royaltyBps", event.params.royaltyBps);
  recordChange(event, "RoyaltySet", null, value);
}
