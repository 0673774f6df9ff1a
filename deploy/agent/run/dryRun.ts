import { parseEventLogs, zeroHash, type Hex } from "viem";

import { indexedRounds } from "../../sdk/actions/auction/indexedRounds.ts";
import type { Client } from "../../sdk/client.ts";
import { Phase } from "../../sdk/codes/enums.ts";
import { hasCode } from "../../sdk/errors/leadEngineError.ts";
import type { Vertical } from "../../sdk/lead/vertical.ts";
import type { AutoBidRule } from "../rules/autoBidRules.ts";
import { judge, type JudgedLead, type Usage } from "../rules/judge.ts";
import { operatorLimitAgainst, type OperatorLimits } from "../rules/operatorLimits.ts";
import { PERIODS, periodStart, type Period } from "../rules/periods.ts";
import type { SkipCode } from "../rules/skip.ts";
import { readLead } from "./judgedLead.ts";
import type { Round } from "./newRounds.ts";
import { pastEvents } from "../../sdk/pastEvents.ts";

/** What a dry run tries. */
export interface DryRunOptions {
  readonly rules: readonly AutoBidRule[];
  readonly limits: OperatorLimits;
  /** Rounds that opened from then on, Unix seconds. */
  readonly since: number;
  readonly verticals: ReadonlyMap<string, Vertical>;
}

/** What rules would have done. Amounts in USDC units. */
export interface DryRun {
  /** Rounds that were judged. Only a lead's latest round is: earlier ones are not read. */
  readonly leads: number;
  readonly bids: number;
  /** Bids above all that were opened, where the round is over. */
  readonly wouldWin: number;
  /** What those bids come to: more than other bidders, who might have bid otherwise, paid. */
  readonly spent: bigint;
  /** How often each reason kept the last rule from bidding. */
  readonly skips: Readonly<Partial<Record<SkipCode, number>>>;
}

/** A bid that would have been placed. */
interface Placed {
  readonly rule: string;
  readonly amount: bigint;
  readonly at: number;
  readonly isLost: boolean;
}

/**
 * Judges the rounds of the last days as if they came again, each at the moment when it opened: hours, counts and budgets as they would have
 * been. It knows no balance, no advisor and no suppression list.
 */
export async function dryRun(
  client: Client,
  { rules, limits, since, verticals }: DryRunOptions,
): Promise<DryRun> {
  const rounds = await roundsSince(client, since);
  const placed: Placed[] = [];
  const skips: Partial<Record<SkipCode, number>> = {};
  const boughtTags = new Set<Hex>();
  const withRecord = rules.some(({ minReputation }) => minReputation > 0);
  let leads = 0;
  let wouldWin = 0;
  for (const round of rounds) {
    const lead = await readLead(client, round, verticals, withRecord);
    if (lead === undefined) continue;
    const { commitWindow } = await client.contracts.registry.read.verticalOf([lead.verticalId]);
    const at = lead.commitEnd - commitWindow;
    if (at < since) continue;
    leads++;
    const choice = chooseAt(lead, at, { rules, limits, placed, boughtTags });
    if (typeof choice === "string") {
      skips[choice] = (skips[choice] ?? 0) + 1;
      continue;
    }
    const isOver = lead.phase > Phase.Reveal;
    const wins = isOver && choice.amount > lead.leadingBid;
    if (wins) wouldWin++;
    if (wins)
      for (const tag of lead.dedupTags.filter((one) => one !== zeroHash)) boughtTags.add(tag);
    placed.push({ ...choice, at, isLost: isOver && !wins });
  }
  const spent = placed.reduce((sum, { amount, isLost }) => (isLost ? sum : sum + amount), 0n);
  return { leads, bids: placed.length, wouldWin, spent, skips };
}

/** Rounds that opened since a time: from the subgraph, where none answers from the chain's events. */
async function roundsSince(client: Client, since: number): Promise<readonly Round[]> {
  try {
    const url = await client.services.index();
    if (url !== undefined) {
      const rounds = await indexedRounds(url, { timestamp_gte: String(since) });
      return rounds.map(({ leadId, round }) => ({ leadId: BigInt(leadId), round }));
    }
  } catch (error) {
    if (!hasCode(error, "SUBGRAPH_FAILED")) throw error;
  }
  const { abi, getEvents } = client.contracts.house;
  const logs = await pastEvents(client, (range) => getEvents.AuctionCreated({}, range));
  return parseEventLogs({ abi, eventName: "AuctionCreated", logs }).map(({ args }) => args);
}

function chooseAt(
  lead: JudgedLead,
  at: number,
  {
    rules,
    limits,
    placed,
    boughtTags,
  }: Pick<DryRunOptions, "rules" | "limits"> & {
    readonly placed: readonly Placed[];
    readonly boughtTags: ReadonlySet<Hex>;
  },
): { readonly rule: string; readonly amount: bigint } | SkipCode {
  const counted = placed.filter(({ isLost }) => !isLost);
  let code: SkipCode = "NO_RULES";
  for (const rule of rules) {
    const own = counted.filter((one) => one.rule === rule.name);
    const judgement = judge(rule, lead, {
      now: at,
      usage: usageOf(own, at, rule.timeZone),
      hasBid: false,
      available: rule.maxPerLead,
      boughtTags,
      suppressedTags: new Set(),
    });
    if ("skip" in judgement) {
      ({ code } = judgement.skip);
      continue;
    }
    const all = usageOf(counted, at, limits.timeZone);
    const request = { vertical: lead.vertical, amount: judgement.amount };
    const spent = { hour: all.hour.amount, day: all.day.amount };
    const against = operatorLimitAgainst(limits, request, spent);
    return against?.code ?? { rule: rule.name, amount: judgement.amount };
  }
  return code;
}

function usageOf(
  placed: readonly Placed[],
  at: number,
  timeZone: string,
): Readonly<Record<Period, Usage>> {
  const entries = PERIODS.map((period) => {
    const since = periodStart(period, at, timeZone);
    const within = placed.filter((one) => one.at >= since);
    const amount = within.reduce((sum, one) => sum + one.amount, 0n);
    return [period, { count: within.length, amount }] as const;
  });
  return Object.fromEntries(entries) as Record<Period, Usage>;
}
