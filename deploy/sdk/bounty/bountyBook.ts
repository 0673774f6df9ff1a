import type { Address, ContractEventName, GetContractEventsReturnType, Hex } from "viem";

import type { bountyMatcherAbi } from "../generated/abis.ts";
import { matchEndName, type MatchEnd } from "./bountyRule.ts";
import type { BountyTerms } from "./bountyTerms.ts";

/** An event of the matcher as viem decodes it. */
export type BountyEvent = GetContractEventsReturnType<
  typeof bountyMatcherAbi,
  ContractEventName<typeof bountyMatcherAbi>,
  true
>[number];

/** A match that a bounty was in. Amounts in USDC units. */
export interface BountyMatch {
  readonly leadId: bigint;
  readonly round: number;
  /** Zero where a report made it. */
  readonly matcher: Address;
  readonly price: bigint;
  readonly tip: number;
  /** Null while the offer leads. */
  readonly end: MatchEnd | null;
  readonly blockNumber: bigint;
  readonly txHash: Hex;
}

/** A bounty with all that has happened to it. Amounts in USDC units. */
export interface BountyRecord {
  readonly bountyId: bigint;
  readonly poster: Address;
  readonly version: number;
  readonly terms: BountyTerms;
  /** What is left for matches. */
  readonly budget: bigint;
  readonly paused: boolean;
  /** Whether it was withdrawn, or closed after it expired. */
  readonly closed: boolean;
  /** Oldest first. */
  readonly matches: readonly BountyMatch[];
}

/** A consumer of whom an account is known to have bought a lead. */
export interface Purchase {
  readonly buyer: Address;
  readonly leadId: bigint;
  readonly dedupTags: readonly [Hex, Hex];
}

/** All that the matcher's events tell. */
export interface BountyBook {
  readonly bounties: ReadonlyMap<bigint, BountyRecord>;
  readonly purchases: readonly Purchase[];
}

/** The book that the matcher's events make, in their order. */
export function bountyBookOf(events: readonly BountyEvent[]): BountyBook {
  const bounties = new Map<bigint, BountyRecord>();
  const purchases: Purchase[] = [];
  for (const event of events) {
    if (event.eventName === "PurchaseRecorded") purchases.push(event.args);
    const next = afterEvent(bounties, event);
    if (next !== undefined) bounties.set(next.bountyId, next);
  }
  return { bounties, purchases };
}

/** The bounty that an event is about, as it is after it. */
function afterEvent(
  bounties: ReadonlyMap<bigint, BountyRecord>,
  event: BountyEvent,
): BountyRecord | undefined {
  if (event.eventName === "BountyPosted") {
    const { bountyId, poster, terms, budget } = event.args;
    const fresh = { version: 1, paused: false, closed: false, matches: [] };
    return { bountyId, poster, terms, budget, ...fresh };
  }
  const bounty = "bountyId" in event.args ? bounties.get(event.args.bountyId) : undefined;
  return bounty === undefined ? undefined : { ...bounty, ...changeBy(bounty, event) };
}

function changeBy({ matches }: BountyRecord, event: BountyEvent): Partial<BountyRecord> {
  switch (event.eventName) {
    case "BountyChanged":
      return { version: event.args.version, terms: event.args.terms };
    case "BountyToppedUp":
      return { budget: event.args.budget };
    case "BountyPauseSet":
      return { paused: event.args.paused };
    case "BountyClosed":
      return { closed: true, budget: 0n };
    case "BountyMatched": {
      const { leadId, round, matcher, price, tip, budget } = event.args;
      const place = { blockNumber: event.blockNumber, txHash: event.transactionHash };
      const match = { leadId, round, matcher, price, tip, end: null, ...place };
      return { budget, matches: [...matches, match] };
    }
    case "MatchEnded": {
      const { leadId, round, budget } = event.args;
      const end = matchEndName(event.args.end);
      const isIt = (match: BountyMatch) =>
        match.leadId === leadId && match.round === round && match.end === null;
      return { budget, matches: matches.map((match) => (isIt(match) ? { ...match, end } : match)) };
    }
    default:
      return {};
  }
}
