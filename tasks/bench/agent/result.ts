import { quantile } from "../statistics.ts";
import type { AgentBench, AgentMeasurements, AgentTimes } from "./measureAgent.ts";

/** Milliseconds that 95 in 100 leads that arrive singly may take. */
const GOALS = { listedToBid: 100, acquired: 800, wonToCrm: 150 } as const;

/** How long something took, milliseconds. */
export interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** The benchmark's result. */
export interface AgentResult extends Readonly<Record<keyof AgentTimes, Spread>> {
  readonly leads: number;
  readonly agents: number;
  /** Of leads that arrive ten at once. */
  readonly burstOf10: Readonly<Record<keyof AgentTimes, Spread>>;
  /** The same path without our code. */
  readonly bare: Readonly<Record<"listedToBid" | "wonToCrm", Spread>>;
}

/** Sums up what was measured. */
export function resultOf(
  { leads, agents }: Pick<AgentBench, "leads" | "agents">,
  { single, burst, bare }: AgentMeasurements,
): AgentResult {
  return {
    leads,
    agents,
    ...spreadsOf(single),
    burstOf10: spreadsOf(burst),
    bare: { listedToBid: spreadOf(bare.listedToBid), wonToCrm: spreadOf(bare.wonToCrm) },
  };
}

/** The goals that a result misses, a line each. */
export function missesOf(result: AgentResult): string[] {
  const names = Object.keys(GOALS) as (keyof typeof GOALS)[];
  return names.flatMap((name) => {
    const { p95 } = result[name];
    const goal = GOALS[name];
    return p95 > goal ? [`${name}: 95 in 100 take up to ${p95} ms, not ${goal}.`] : [];
  });
}

function spreadsOf({ listedToBid, acquired, wonToCrm }: AgentTimes) {
  return {
    listedToBid: spreadOf(listedToBid),
    acquired: spreadOf(acquired),
    wonToCrm: spreadOf(wonToCrm),
  };
}

function spreadOf(values: readonly number[]): Spread {
  const at = (share: number) => Math.round(quantile(values, share) * 10) / 10;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
