import { BigInt } from "@graphprotocol/graph-ts";

import {
  AllPassesDropped,
  LeadClassAdded,
  PassesDropped,
  PassGranted,
  PassTtlSet,
} from "../../generated/ComplianceGate/ComplianceGate";
import { Decision, Invalidation, LeadClass, LeadClassNumber } from "../../generated/schema";
import { eventId, leadClassEntityId, leadClassNumberId } from "../ids";
import { JsonObject } from "../json";
import { meetAccount } from "../store/account";
import { openConfiguration, recordChange } from "../store/configuration";
import { learnLicencesOf } from "../store/credentialType";
import { ACTIVITIES } from "../store/decision";
import { stampCreated } from "../store/stamp";
import { asciiOf } from "../text";

export function handlePassGranted(event: PassGranted): void {
  const decision = new Decision(eventId(event));
  decision.verdict = "Clear";
  decision.stage = "Gate";
  decision.account = meetAccount(event.params.account, event);
  decision.activity = ACTIVITIES[event.params.activity];
  const leadClass = leadClassOf(event.params.leadClass);
  decision.vertical = leadClass.vertical;
  decision.region = leadClass.region;
  decision.leadClass = leadClass.id;
  decision.validUntil = event.params.validUntil;
  stampCreated(decision, event);
  decision.save();
}

export function handlePassesDropped(event: PassesDropped): void {
  const invalidation = new Invalidation(eventId(event));
  invalidation.account = meetAccount(event.params.account, event);
  invalidation.all = false;
  stampCreated(invalidation, event);
  invalidation.save();
}

export function handleAllPassesDropped(event: AllPassesDropped): void {
  const invalidation = new Invalidation(eventId(event));
  invalidation.all = true;
  stampCreated(invalidation, event);
  invalidation.save();
}

export function handleLeadClassAdded(event: LeadClassAdded): void {
  const vertical = event.params.vertical;
  const leadClass = new LeadClass(leadClassEntityId(vertical, event.params.region));
  leadClass.leadClass = event.params.leadClass;
  leadClass.vertical = vertical;
  leadClass.region = asciiOf(event.params.region);
  stampCreated(leadClass, event);
  leadClass.save();
  const number = new LeadClassNumber(leadClassNumberId(event.params.leadClass));
  number.leadClass = leadClass.id;
  stampCreated(number, event);
  number.save();
  learnLicencesOf(vertical, event.params.region, event);
}

export function handlePassTtlSet(event: PassTtlSet): void {
  const configuration = openConfiguration(event);
  configuration.passTtl = event.params.ttl;
  configuration.save();
  recordChange(event, "PassTtlSet", null, new JsonObject().big("ttl", event.params.ttl));
}

/** The class of a number, which the gate has told of before it uses it. */
function leadClassOf(number: BigInt): LeadClass {
  const known = LeadClassNumber.load(leadClassNumberId(number));
  return LeadClass.load((known as LeadClassNumber).leadClass) as LeadClass;
}
