import {
  Approval,
  ApprovalForAll,
  LeadDelivered,
  LeadErased,
  LeadMinted,
  RoyaltySet,
  Transfer,
} from "../../generated/LeadNFT/LeadNFT";
import {
  Delivery,
  Lead,
  LeadApproval,
  OperatorApproval,
  TitleTransfer,
  Vertical,
} from "../../generated/schema";
import { auctionEntityId, eventId, leadEntityId } from "../ids";
import { JsonObject } from "../json";
import { changeLead } from "../store/auction";
import { openConfiguration, recordChange } from "../store/configuration";
import { Fresh } from "../store/fresh";
import { chartScore } from "../store/lead";
import { ProtocolChange } from "../store/protocol";
import { stampCreated, stampFresh, stampUpdated } from "../store/stamp";
import { asciiOf, contentURIOf, countryOf, pointBytes } from "../text";

/** The lead is counted by `LeadAttested`, or where it is listed at once by `AuctionCreated`, which follow in the same transaction. */
export function handleLeadMinted(event: LeadMinted): void {
  const capsule = event.params.capsule;
  const vertical = event.params.vertical;
  const region = asciiOf(event.params.region);
  const lead = new Lead(leadEntityId(event.params.leadId));
  const fields = new Fresh(lead)
    .big("leadId", event.params.leadId)
    .text("state", "Unlisted")
    .bytes("seller", event.params.seller)
    .bytes("owner", event.params.seller)
    .bytes("vertical", vertical)
    .text("verticalSlug", Vertical.load(vertical)!.slug)
    .text("region", region)
    .text("country", countryOf(region))
    .int("score", event.params.score)
    .big("expiresAt", event.params.expiresAt)
    .bytes("contentHash", event.params.contentHash)
    .text("contentURI", contentURIOf(event.params.contentHash))
    .bytes("capsuleA", pointBytes(capsule.a.x, capsule.a.y))
    .bytes("capsuleB", pointBytes(capsule.b.x, capsule.b.y))
    .bytes("capsuleKey", pointBytes(capsule.p.x, capsule.p.y))
    .int("rounds", 0)
    .big("updatedAt", event.block.timestamp);
  stampFresh(fields, event);
  lead.save();
  chartScore(lead, event);
}

/** Round 0 is a private delivery, outside an auction. */
export function handleLeadDelivered(event: LeadDelivered): void {
  const capsule = event.params.capsule;
  const round = event.params.round;
  const receiver = event.params.to;

  const leadId = leadEntityId(event.params.leadId);
  const capsuleA = pointBytes(capsule.a.x, capsule.a.y);
  const capsuleB = pointBytes(capsule.b.x, capsule.b.y);
  const capsuleKey = pointBytes(capsule.p.x, capsule.p.y);

  const delivery = new Delivery(eventId(event));
  const fields = new Fresh(delivery)
    .bytes("lead", leadId)
    .bytes("from", event.params.from)
    .bytes("to", receiver)
    .bytes("capsuleA", capsuleA)
    .bytes("capsuleB", capsuleB)
    .bytes("capsuleKey", capsuleKey);
  if (!round.isZero()) fields.bytes("auction", auctionEntityId(event.params.leadId, round));
  stampFresh(fields, event);
  delivery.save();

  const lead = changeLead(leadId, event);
  if (!round.isZero()) lead.state = "Sold";
  lead.owner = receiver;
  lead.capsuleA = capsuleA;
  lead.capsuleB = capsuleB;
  lead.capsuleKey = capsuleKey;
  lead.save();
}

/** A round that runs ends in the same transaction: `AuctionErased` says how. */
export function handleLeadErased(event: LeadErased): void {
  const lead = changeLead(leadEntityId(event.params.leadId), event);
  lead.state = "Erased";
  lead.contentHash = null;
  lead.contentURI = null;
  lead.capsuleA = null;
  lead.capsuleB = null;
  lead.capsuleKey = null;
  lead.erasedBy = event.params.by;
  lead.erasedAt = event.block.timestamp;
  lead.save();
  const protocol = new ProtocolChange(event);
  protocol.after.erasedLeads = protocol.before.erasedLeads + 1;
  protocol.after.save();
}

export function handleTransfer(event: Transfer): void {
  const transfer = new TitleTransfer(eventId(event));
  const fields = new Fresh(transfer)
    .bytes("lead", leadEntityId(event.params.tokenId))
    .bytes("from", event.params.from)
    .bytes("to", event.params.to);
  stampFresh(fields, event);
  transfer.save();
}

export function handleApproval(event: Approval): void {
  const approval = new LeadApproval(eventId(event));
  approval.lead = leadEntityId(event.params.tokenId);
  approval.owner = event.params.owner;
  approval.approved = event.params.approved;
  stampCreated(approval, event);
  approval.save();
}

export function handleApprovalForAll(event: ApprovalForAll): void {
  const id = event.params.owner.concat(event.params.operator);
  let approval = OperatorApproval.load(id);
  if (approval == null) {
    approval = new OperatorApproval(id);
    approval.owner = event.params.owner;
    approval.operator = event.params.operator;
    stampCreated(approval, event);
  }
  approval.approved = event.params.approved;
  stampUpdated(approval, event);
  approval.save();
}

export function handleRoyaltySet(event: RoyaltySet): void {
  const configuration = openConfiguration(event);
  configuration.royaltyBps = event.params.royaltyBps;
  configuration.save();
  const value = new JsonObject().int("royaltyBps", event.params.royaltyBps);
  recordChange(event, "RoyaltySet", null, value);
}
