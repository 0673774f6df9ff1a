import { Address } from "@graphprotocol/graph-ts";

import {
  AllPassesDropped,
  BiddingAccountSet,
  LeadClassAdded,
  PassesDropped,
  PassGranted,
} from "../../generated/ComplianceGate/ComplianceGate";
import { Decision, IdentityChange, Invalidation, LeadClass } from "../../generated/schema";
import { eventId, leadClassEntityId } from "../ids";
import { meetAccount } from "../store/account";
import { openIdentity } from "../store/identity";
import { stampLog } from "../store/stamp";
import { meetVertical } from "../store/vertical";
import { asciiOf } from "../text";
import { activityOf } from "../words";

export function handlePassGranted(event: PassGranted): void {
  const decision = new Decision(eventId(event));
  decision.verdict = "Clear";
  decision.stage = "Gate";
  decision.account = meetAccount(event.params.account, event);
  decision.activity = activityOf(event.params.activity);
  decision.validUntil = event.params.validUntil;
  const leadClass = LeadClass.load(leadClassEntityId(event.params.leadClass));
  if (leadClass != null) {
    decision.leadClass = leadClass.id;
    decision.vertical = leadClass.vertical;
    decision.region = leadClass.region;
  }
  stampLog(decision, event);
  decision.save();
}

export function handlePassesDropped(event: PassesDropped): void {
  const invalidation = new Invalidation(eventId(event));
  invalidation.account = meetAccount(event.params.account, event);
  invalidation.all = false;
  stampLog(invalidation, event);
  invalidation.save();
}

export function handleAllPassesDropped(event: AllPassesDropped): void {
  const invalidation = new Invalidation(eventId(event));
  invalidation.all = true;
  stampLog(invalidation, event);
  invalidation.save();
}

export function handleLeadClassAdded(event: LeadClassAdded): void {
  const leadClass = new LeadClass(leadClassEntityId(event.params.leadClass));
  leadClass.leadClass = event.params.leadClass;
  leadClass.vertical = meetVertical(event.params.vertical, event).id;
  leadClass.region = asciiOf(event.params.region);
  stampLog(leadClass, event);
  leadClass.save();
}

export function handleBiddingAccountSet(event: BiddingAccountSet): void {
  const identity = openIdentity(event.params.identity, event);
  const account = meetAccount(event.params.account, event);
  identity.biddingAccount = account;
  identity.save();
  const change = new IdentityChange(eventId(event));
  change.kind = "Bids";
  change.identity = identity.id;
  change.account = account;
  const previous = event.params.previous;
  if (previous != Address.zero()) change.previous = previous;
  stampLog(change, event);
  change.save();
}
