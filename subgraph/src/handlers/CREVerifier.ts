import { Bytes } from "@graphprotocol/graph-ts";

import {
  DonKeySet,
  LeadAttested,
  LeadRejected,
  MaxReportAgeSet,
  WorkflowSet,
} from "../../generated/CREVerifier/CREVerifier";
import { Rejection } from "../../generated/schema";
import { eventId, leadEntityId } from "../ids";
import { JsonObject } from "../json";
import { setAttributes } from "../store/attributes";
import { openConfiguration, recordChange } from "../store/configuration";
import { recordAttestationRefusal } from "../store/decision";
import { openLead } from "../store/lead";
import { openProtocol } from "../store/protocol";
import { stampLog } from "../store/stamp";
import { asciiOf, errorSelectorOf, pointBytes } from "../text";
import { unansweredIn } from "../words";

/** Fills in what the DON attested of a lead that `LeadMinted` of the same transaction created. */
export function handleLeadAttested(event: LeadAttested): void {
  const scores = event.params.subScores;
  const tags = event.params.dedupTags;
  const lead = openLead(leadEntityId(event.params.leadId), event);
  lead.submissionHash = event.params.submissionHash;
  lead.phoneTag = tagOf(tags[0]);
  lead.emailTag = tagOf(tags[1]);
  lead.consentScore = scores[0];
  lead.regionScore = scores[1];
  lead.contactabilityScore = scores[2];
  lead.completenessScore = scores[3];
  lead.sourceScore = scores[4];
  lead.unansweredChecks = unansweredIn(event.params.checks);
  lead.source = asciiOf(event.params.source);
  lead.consentTime = event.params.consentTime;
  lead.observedAt = event.params.observedAt;
  lead.autoListed = event.params.autoListed;
  setAttributes(lead, event.params.attributes, event);
  lead.save();
}

/** A tag of zero stands for a phone or an e-mail that the lead lacks. */
function tagOf(tag: Bytes): Bytes | null {
  return tag == new Bytes(tag.length) ? null : tag;
}

export function handleLeadRejected(event: LeadRejected): void {
  const rejection = new Rejection(eventId(event));
  rejection.submissionHash = event.params.submissionHash;
  rejection.reason = event.params.reason;
  rejection.errorSelector = errorSelectorOf(event.params.reason);
  stampLog(rejection, event);
  rejection.save();
  recordAttestationRefusal(event.params.submissionHash, event.params.reason, event);
  const protocol = openProtocol(event);
  protocol.rejections += 1;
  protocol.save();
}

export function handleWorkflowSet(event: WorkflowSet): void {
  const config = event.params.config;
  const configuration = openConfiguration(event);
  configuration.workflowOwner = config.owner;
  configuration.workflowName = config.name;
  configuration.workflowId = config.id;
  configuration.save();
  const value = new JsonObject()
    .bytes("owner", config.owner)
    .bytes("name", config.name)
    .bytes("id", config.id);
  recordChange(event, "WorkflowSet", null, value);
}

export function handleMaxReportAgeSet(event: MaxReportAgeSet): void {
  const configuration = openConfiguration(event);
  configuration.maxReportAge = event.params.maxReportAge;
  configuration.save();
  const value = new JsonObject().big("maxReportAge", event.params.maxReportAge);
  recordChange(event, "MaxReportAgeSet", null, value);
}

export function handleDonKeySet(event: DonKeySet): void {
  const key = event.params.key;
  const configuration = openConfiguration(event);
  configuration.donEpoch = event.params.epoch.toI32();
  configuration.donKey = pointBytes(key.x, key.y);
  configuration.previousDonKeyUntil = event.params.previousUntil;
  configuration.save();
  const value = new JsonObject()
    .bytes("key", pointBytes(key.x, key.y))
    .big("previousUntil", event.params.previousUntil);
  recordChange(event, "DonKeySet", event.params.epoch.toString(), value);
}
