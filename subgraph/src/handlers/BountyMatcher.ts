import { BigInt } from "@graphprotocol/graph-ts";

import {
  BountyChanged,
  BountyClosed,
  BountyPauseSet,
  BountyPosted,
  BountyToppedUp,
  WorkflowSet,
} from "../../generated/BountyMatcher/BountyMatcher";
import { JsonObject } from "../json";
import { newBounty, openBounty, setTerms, shiftBountyMoney } from "../store/bounty";
import { openConfiguration, recordChange } from "../store/configuration";
import { Feed } from "../store/feed";
import { Ledger } from "../store/ledger";
import { meetVertical } from "../store/vertical";

export function handleBountyPosted(event: BountyPosted): void {
  const poster = event.params.poster;
  const budget = event.params.budget;
  const bounty = newBounty(event.params.bountyId, event);
  bounty.poster = poster;
  bounty.budget = budget;
  bounty.verticalSlug = meetVertical(event.params.vertical, event).slug;
  setTerms(bounty, event.params.terms, event);
  bounty.save();
  new Ledger(event, null, bounty.id).lock(poster, "BudgetLocked", budget);
  shiftBountyMoney(poster, budget, BigInt.zero(), event);
  new Feed(event, null).addBounty("BountyPosted", bounty, budget);
}

export function handleBountyChanged(event: BountyChanged): void {
  const bounty = openBounty(event.params.bountyId, event);
  bounty.version = event.params.version.toI32();
  bounty.verticalSlug = meetVertical(event.params.vertical, event).slug;
  setTerms(bounty, event.params.terms, event);
  bounty.save();
  new Feed(event, null).addBounty("BountyChanged", bounty, bounty.price);
}

export function handleBountyToppedUp(event: BountyToppedUp): void {
  const poster = event.params.poster;
  const amount = event.params.amount;
  const bounty = openBounty(event.params.bountyId, event);
  bounty.budget = event.params.budget;
  bounty.save();
  new Ledger(event, null, bounty.id).lock(poster, "BudgetLocked", amount);
  shiftBountyMoney(poster, amount, BigInt.zero(), event);
  new Feed(event, null).addBounty("BountyToppedUp", bounty, amount);
}

export function handleBountyPauseSet(event: BountyPauseSet): void {
  const paused = event.params.paused;
  const bounty = openBounty(event.params.bountyId, event);
  bounty.paused = paused;
  bounty.save();
  new Feed(event, null).addBounty(paused ? "BountyPaused" : "BountyResumed", bounty, null);
}

export function handleBountyClosed(event: BountyClosed): void {
  const poster = event.params.poster;
  const freed = event.params.freed;
  const bounty = openBounty(event.params.bountyId, event);
  bounty.budget = BigInt.zero();
  bounty.closed = true;
  bounty.expired = event.params.expired;
  bounty.closedAt = event.block.timestamp;
  bounty.save();
  new Ledger(event, null, bounty.id).free(poster, "BudgetFreed", freed);
  shiftBountyMoney(poster, freed.neg(), BigInt.zero(), event);
  new Feed(event, null).addBounty("BountyClosed", bounty, freed);
}

/** The workflow that says which private criteria are met; another one than that which reports leads. */
export function handleBountyMatcherWorkflowSet(event: WorkflowSet): void {
  const config = event.params.config;
  const configuration = openConfiguration(event);
  configuration.matcherWorkflowOwner = config.owner;
  configuration.matcherWorkflowName = config.name;
  configuration.matcherWorkflowId = config.id;
  configuration.save();
  const value = new JsonObject()
    .bytes("owner", config.owner)
    .bytes("name", config.name)
    .bytes("id", config.id);
  recordChange(event, "WorkflowSet", null, value);
}
