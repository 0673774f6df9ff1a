import type { HeadTimes } from "./headToAnswer.ts";
import type { QueryTimes } from "./measureQueries.ts";
import { quantile } from "./statistics.ts";

/** Leads that the protocol is planned to take in a day. */
const PLANNED_LEADS = 10_000;
const DAY = 86_400;

/** What must hold: times the planned rate, and milliseconds. */
const GOALS = { times: 20, headToAnswer: 1_000, query: 150 } as const;

/** What was measured. */
export interface Measurements {
  readonly leads: number;
  readonly events: number;
  /** Those that trading emitted, and not the deployment. */
  readonly tradingEvents: number;
  /** How long indexing all events took. */
  readonly seconds: number;
  readonly heads: HeadTimes;
  readonly queries: readonly QueryTimes[];
}

/** The benchmark's result. Times in milliseconds. */
export interface BenchResult {
  readonly eventsPerSecond: number;
  readonly neededPerSecondAt10kLeadsADay: number;
  /** `eventsPerSecond / neededPerSecondAt10kLeadsADay`. */
  readonly times: number;
  readonly headToAnswer: { readonly p50: number; readonly p95: number; readonly p99: number };
  readonly afterIdle: { readonly p99: number };
  readonly queries: readonly QueryTimes[];
}

/** Sums up what was measured. */
export function resultOf(measured: Measurements): BenchResult {
  const { leads, events, tradingEvents, seconds, heads, queries } = measured;
  const eventsPerSecond = events / seconds;
  const needed = ((tradingEvents / leads) * PLANNED_LEADS) / DAY;
  const head = (share: number) => rounded(quantile(heads.steady, share));
  return {
    eventsPerSecond: rounded(eventsPerSecond),
    neededPerSecondAt10kLeadsADay: rounded(needed),
    times: rounded(eventsPerSecond / needed),
    headToAnswer: { p50: head(0.5), p95: head(0.95), p99: head(0.99) },
    afterIdle: { p99: rounded(quantile(heads.afterIdle, 0.99)) },
    queries: queries.map(({ name, p50, p99 }) => ({ name, p50: rounded(p50), p99: rounded(p99) })),
  };
}

/** The goals that a result misses, a line each. */
export function missesOf({ times, headToAnswer, afterIdle, queries }: BenchResult): string[] {
  const misses: string[] = [];
  if (times < GOALS.times) {
    misses.push(`Indexing is ${times} times as fast as planned, not ${GOALS.times}.`);
  }
  for (const [what, { p99 }] of [
    ["a new block", headToAnswer],
    ["a block after a quiet time", afterIdle],
  ] as const) {
    if (p99 >= GOALS.headToAnswer) {
      misses.push(`The answer about ${what} takes ${p99} ms, not below ${GOALS.headToAnswer}.`);
    }
  }
  for (const { name, p99 } of queries) {
    if (p99 >= GOALS.query) misses.push(`${name} takes ${p99} ms, not below ${GOALS.query}.`);
  }
  return misses;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
