import {
  AllPassesDropped,
  LeadClassAdded,
  PassesDropped,
  PassGranted,
  PassTtlSet,
} from "../../generated/ComplianceGate/ComplianceGate";
import { Decision, Invalidation, LeadClass } from "../../generated/schema";
import { eventId, leadClassEntityId } from "../ids";
import { JsonObject } from "../json";
import { meetAccount } from "../store/account";
import { openConfiguration, recordChange } from "../store/configuration";
import { ACTIVITIES } from "../store/decision";
import { Fresh } from "../store/fresh";
import { addPlace } from "../store/recognition";
import { stampCreated, stampFresh } from "../store/stamp";
import { asciiOf } from "../text";

export function handlePassGranted(event: PassGranted): void {
  const decision = new Decision(eventId(event));
  const fields = new Fresh(decision)
    .text("verdict", "Clear")
    .text("stage", "Gate")
    .bytes("account", event.params.account)
    .text("activity", ACTIVITIES[event.params.activity])
    .bytes("leadClass", leadClassEntityId(event.params.leadClass))
    .big("validUntil", event.params.validUntil);
  stampFresh(fields, event);
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
  const leadClass = new LeadClass(leadClassEntityId(event.params.leadClass));
  leadClass.leadClass = event.params.leadClass;
  leadClass.vertical = event.params.vertical;
  leadClass.region = asciiOf(event.params.region);
  stampCreated(leadClass, event);
  leadClass.save();
  addPlace(event.params.region, event);
}

export function handlePassTtlSet(event: PassTtlSet): void {
  const configuration = openConfiguration(event);
  configuration.passTtl = event.params.ttl;
  configuration.save();
  recordChange(event, "PassTtlSet", null, new JsonObject().big("ttl", event.params.ttl));
}
