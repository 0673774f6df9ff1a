import { Bytes } from "@graphprotocol/graph-ts";

import {
  LeadAttested,
  LeadRejected,
  MaxReportAgeSet,
  SubmissionCancelled,
  WorkflowSet,
} from "../../generated/CREVerifier/CREVerifier";
import { Rejection, Submission, SubmissionCancellation } from "../../generated/schema";
import { eventId, leadEntityId } from "../ids";
import { JsonObject } from "../json";
import { writeAttributes } from "../store/attributes";
import { openConfiguration, recordChange } from "../store/configuration";
import { recordAttestationRefusal } from "../store/decision";
import { Fresh } from "../store/fresh";
import { ProtocolChange } from "../store/protocol";
import { stampCreated, stampFresh } from "../store/stamp";
import { asciiOf, errorSelectorOf } from "../text";

export function handleLeadAttested(event: LeadAttested): void {
  const scores = event.params.subScores;
  const submission = new Submission(event.params.submissionHash);
  const lead = leadEntityId(event.params.leadId);
  const fields = new Fresh(submission)
    .bytes("lead", lead)
    .int("consentScore", scores[0])
    .int("regionScore", scores[1])
    .int("contactabilityScore", scores[2])
    .int("completenessScore", scores[3])
    .int("sourceScore", scores[4])
    .text("source", asciiOf(event.params.source))
    .big("consentTime", event.params.consentTime)
    .big("observedAt", event.params.observedAt)
    .text("attributes", event.params.attributes.toString())
    .flag("autoListed", event.params.autoListed);
  addTag(fields, "phoneTag", event.params.dedupTags[0]);
  addTag(fields, "emailTag", event.params.dedupTags[1]);
  stampFresh(fields, event);
  submission.save();
  writeAttributes(lead, event.params.attributes, event);
  // A lead that is listed as it is minted is counted with its auction.
  if (event.params.autoListed) return;
  const protocol = new ProtocolChange(event);
  protocol.after.leads = protocol.before.leads + 1;
  protocol.after.save();
}

/** A tag of zero stands for a phone or an e-mail that the lead lacks. */
function addTag(submission: Fresh, name: string, tag: Bytes): void {
  if (tag != new Bytes(tag.length)) submission.bytes(name, tag);
}

export function handleLeadRejected(event: LeadRejected): void {
  const rejection = new Rejection(eventId(event));
  rejection.submissionHash = event.params.submissionHash;
  rejection.reason = event.params.reason;
  rejection.errorSelector = errorSelectorOf(event.params.reason);
  stampCreated(rejection, event);
  rejection.save();
  recordAttestationRefusal(event.params.submissionHash, event.params.reason, event);
  const protocol = new ProtocolChange(event);
  protocol.after.rejections = protocol.before.rejections + 1;
  protocol.after.save();
}

export function handleSubmissionCancelled(event: SubmissionCancelled): void {
  const cancellation = new SubmissionCancellation(eventId(event));
  cancellation.seller = event.params.seller;
  cancellation.nonce = event.params.nonce;
  stampCreated(cancellation, event);
  cancellation.save();
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
