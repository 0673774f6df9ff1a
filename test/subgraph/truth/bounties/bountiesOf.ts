import { isEvent, type AnyLog, type ChainLog, type History } from "../history.ts";
import type { Match, Round } from "../rounds/round.ts";
import { MATCH_ENDS } from "../words.ts";

type Posted = ChainLog<"matcher", "BountyPosted">;

/** A bounty as its logs leave it. Money in USDC units. */
export interface BountyStory {
  readonly bountyId: bigint;
  readonly poster: Posted["args"]["poster"];
  readonly posted: Posted;
  terms: Posted["args"]["terms"];
  version: number;
  /** Since when it offers its price, Unix seconds. */
  pricedAt: bigint;
  /** What is left of it. */
  budget: bigint;
  paused: boolean;
  closed?: ChainLog<"matcher", "BountyClosed">;
  /** In the order in which they were made, with the version of the terms that were matched. */
  readonly matches: (Match & { readonly version: number })[];
  /** What changed it last. */
  last: AnyLog;
}

/** All bounties, replayed from the matcher's logs; their budgets by what moves, not by what the logs say is left. */
export function bountiesOf({ logs }: History, rounds: readonly Round[]): BountyStory[] {
  const bounties = new Map<bigint, BountyStory>();
  const matches = new Map(
    rounds.flatMap((round) => round.matches.map((match) => [match.matched, match] as const)),
  );
  for (const log of logs) {
    if (isEvent(log, "matcher", "BountyPosted")) bounties.set(log.args.bountyId, posted(log));
    else if (log.contract === "matcher" && "bountyId" in (log.args as object)) {
      const { bountyId } = log.args as { readonly bountyId: bigint };
      const bounty = bounties.get(bountyId);
      if (bounty === undefined) throw new Error(`Nothing posted bounty ${bountyId}.`);
      follow(bounty, log, matches);
      bounty.last = log;
    }
  }
  return [...bounties.values()];
}

/** What a match holds. */
export function heldBy({ matched, ended }: Match): bigint {
  return ended ? 0n : matched.args.price + BigInt(matched.args.tip);
}

/** The word for how a match ended; undefined while it has not. */
export function endOf({ ended }: Match): (typeof MATCH_ENDS)[number] | undefined {
  return ended && MATCH_ENDS[ended.args.end];
}

function posted(log: Posted): BountyStory {
  const { bountyId, poster, budget, terms } = log.args;
  return {
    ...{ bountyId, poster, posted: log, terms, version: 1, pricedAt: log.timestamp },
    ...{ budget, paused: false, matches: [], last: log },
  };
}

function follow(bounty: BountyStory, log: AnyLog, matches: ReadonlyMap<AnyLog, Match>): void {
  if (isEvent(log, "matcher", "BountyChanged")) {
    const { terms } = log.args;
    if (terms.price !== bounty.terms.price) bounty.pricedAt = log.timestamp;
    bounty.terms = terms;
    bounty.version++;
  } else if (isEvent(log, "matcher", "BountyToppedUp")) bounty.budget += log.args.amount;
  else if (isEvent(log, "matcher", "BountyPauseSet")) bounty.paused = log.args.paused;
  else if (isEvent(log, "matcher", "BountyClosed")) [bounty.closed, bounty.budget] = [log, 0n];
  else if (isEvent(log, "matcher", "BountyMatched")) {
    const match = matches.get(log);
    if (match === undefined)
      throw new Error(`No round has the match of bounty ${bounty.bountyId}.`);
    bounty.budget -= log.args.price + BigInt(log.args.tip);
    bounty.matches.push(Object.assign(match, { version: bounty.version }));
  } else if (isEvent(log, "matcher", "MatchEnded")) {
    const { end, price, tip, freed } = log.args;
    if (MATCH_ENDS[end] !== "Sold" && !freed) bounty.budget += price + BigInt(tip);
  } else throw new Error(`Nobody knows what ${log.event} does to a bounty.`);
}
