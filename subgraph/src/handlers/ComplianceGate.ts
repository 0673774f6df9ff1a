import { Address } from "@graphprotocol/graph-ts";

import {
  AllPassesDropped,
  BiddingAccountSet,
  LeadClassAdded,
  PassesDropped,
  PassGranted,
} from "../../generated/ComplianceGate/ComplianceGate";
import { BiddingAccountChange, Decision, Invalidation, LeadClass } from "../../generated/schema";
import { eventId, leadClassEntityId } from "../ids";
import { meetAccount } from "../store/account";
import { ACTIVITIES } from "../store/decision";
import { Fresh } from "../store/fresh";
import { openIdentity } from "../store/identity";
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

export function handleBiddingAccountSet(event: BiddingAccountSet): void {
  const identity = openIdentity(event.params.identity, event);
  const account = meetAccount(event.params.account, event);
  identity.biddingAccount = account;
  identity.save();
  const change = new BiddingAccountChange(eventId(event));
  change.identity = identity.id;
  change.account = account;
  const previous = event.params.previous;
  if (previous != Address.zero()) change.previous = previous;
  stampCreated(change, event);
  change.save();
}
