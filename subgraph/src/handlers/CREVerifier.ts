import {
  LeadAttested,
  LeadRejected,
  MaxReportAgeSet,
  SubmissionCancelled,
  WorkflowSet,
} from "../../generated/CREVerifier/CREVerifier";
import { Lead, Rejection, Submission, SubmissionCancellation } from "../../generated/schema";
import { eventId, leadEntityId } from "../ids";
import { JsonObject } from "../json";
import { writeAttributes } from "../store/attributes";
import { openConfiguration, recordChange } from "../store/configuration";
import { recordAttestationRefusal } from "../store/decision";
import { countLeads } from "../store/lead";
import { ProtocolChange } from "../store/protocol";
import { stampCreated } from "../store/stamp";
import { asciiOf, errorSelectorOf } from "../text";

export function handleLeadAttested(event: LeadAttested): void {
  const scores = event.params.subScores;
  const submission = new Submission(event.params.submissionHash);
  submission.lead = leadEntityId(event.params.leadId);
  submission.dedupTag = event.params.dedupTag;
  submission.consentScore = scores[0];
  submission.regionScore = scores[1];
  submission.contactabilityScore = scores[2];
  submission.completenessScore = scores[3];
  submission.sourceScore = scores[4];
  submission.source = asciiOf(event.params.source);
  submission.consentTime = event.params.consentTime;
  submission.observedAt = event.params.observedAt;
  submission.attributes = event.params.attributes.toString();
  submission.autoListed = event.params.autoListed;
  stampCreated(submission, event);
  submission.save();
  writeAttributes(submission.lead, event.params.attributes, event);
  if (!event.params.autoListed) {
    countLeads(Lead.loadInBlock(submission.lead)!.seller, 1, 0, event);
  }
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
