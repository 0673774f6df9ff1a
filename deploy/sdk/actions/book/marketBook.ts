import type { Address, Hex } from "viem";

import type { Client } from "../../client.ts";
import type { LeadState } from "../../generated/queries.ts";
import { momentOf, type Moment } from "./bidStory.ts";
import { followBids } from "./followBids.ts";
import { followEnds } from "./followEnds.ts";
import { eventsOfLeads, type EventNamed, type MarketEvent } from "./marketEvents.ts";
import { newRound, type RoundStory } from "./roundStory.ts";

/** A lead, as the events up to now leave it. Times in Unix seconds. */
export interface LeadStory {
  readonly leadId: bigint;
  /** Its vertical: `keccak256` of the slug. */
  readonly vertical: Hex;
  readonly region: Hex;
  readonly score: number;
  readonly seller: Address;
  readonly expiresAt: number;
  readonly minted: Moment;
  /** By number, from 1. */
  readonly rounds: Map<number, RoundStory>;
  state: LeadState;
  owner: Address;
  /** SHA-256 of the ciphertext; null once it is erased. */
  contentHash: Hex | null;
  source: Hex;
  consentTime: number;
  /** Public attributes as canonical JSON in UTF-8. */
  attributes: Hex;
}

/** Some leads with all their rounds and bids as the chain's events tell them up to `block`, lowest number first. */
export async function leadStories(
  client: Client,
  leadIds: readonly bigint[],
  block: bigint,
): Promise<LeadStory[]> {
  if (leadIds.length === 0) return [];
  const leads = new Map<bigint, LeadStory>();
  for (const event of await eventsOfLeads(client, leadIds, block)) follow(leads, event);
  return [...leads.values()].sort((a, b) => Number(a.leadId - b.leadId));
}

/** The latest round of a lead; undefined if there was none. */
export function latestRound({ rounds }: LeadStory): RoundStory | undefined {
  return rounds.get(rounds.size);
}

/** The round that an event is about, as it was before; undefined for what opens one, and for events of leads. */
export function roundOf(
  leads: ReadonlyMap<bigint, LeadStory>,
  { args }: MarketEvent,
): RoundStory | undefined {
  return "round" in args ? leads.get(args.leadId)?.rounds.get(args.round) : undefined;
}

/** Changes the lead that an event is about, its round and its bids. */
export function follow(leads: Map<bigint, LeadStory>, event: MarketEvent): void {
  const { leadId } = event.args;
  if (event.eventName === "LeadMinted") leads.set(leadId, newLead(event));
  const lead = leads.get(leadId);
  if (lead === undefined) throw new Error(`The node has no event of the mint of lead ${leadId}.`);
  if (event.eventName === "AuctionCreated") {
    lead.rounds.set(event.args.round, newRound(event, lead.expiresAt));
    lead.state = "Listed";
  }
  followLead(lead, event);
  const round = roundOf(leads, event);
  if (round === undefined) return;
  const wasOpen = round.outcome === null;
  followBids(round, event);
  followEnds(round, event);
  const isGivenBack = round.outcome !== null && !["Sold", "Erased"].includes(round.outcome);
  if (wasOpen && isGivenBack) lead.state = "Unlisted";
}

function newLead(event: EventNamed<"LeadMinted">): LeadStory {
  const { leadId, seller, vertical, region, score, expiresAt, contentHash } = event.args;
  return {
    ...{ leadId, vertical, region, score, seller, expiresAt, contentHash },
    minted: momentOf(event),
    rounds: new Map(),
    state: "Unlisted",
    owner: seller,
    source: "0x",
    consentTime: 0,
    attributes: "0x",
  };
}

function followLead(lead: LeadStory, event: MarketEvent): void {
  switch (event.eventName) {
    case "LeadAttested":
      lead.source = event.args.source;
      lead.consentTime = event.args.consentTime;
      lead.attributes = event.args.attributes;
      break;
    case "LeadDelivered":
      lead.owner = event.args.to;
      // Round 0 is a delivery outside an auction.
      if (event.args.round > 0) lead.state = "Sold";
      break;
    case "LeadErased":
      lead.state = "Erased";
      lead.contentHash = null;
      break;
  }
}
