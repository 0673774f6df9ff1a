import Table from "cli-table3";
import type { NewTaskActionFunction } from "hardhat/types/tasks";
import { errorResult, successfulResult } from "hardhat/utils/result";

import { StackError } from "../../deploy/local/stack/stackError.ts";
import { SCENARIOS } from "../market-day/scenarios.ts";
import type { IndexingSpeeds } from "./compareIndexing.ts";
import type { QueryTimes } from "./measureQueries.ts";

/** Least speed of our mappings as a part of a minimal mapping's. */
const RATIO_GOAL = 0.6;
const MAX_LEADS = 500;
const MAX_ROUNDS = 20;
const MAX_REPETITIONS = 10_000;

interface BenchArguments {
  readonly leads: number;
  readonly rounds: number;
  readonly repetitions: number;
  readonly json: boolean;
}

/** Validates the arguments, holds a market, measures, prints; fails when our mappings are too slow. */
const benchIndex: NewTaskActionFunction<BenchArguments> = async (args, hre) => {
  const fault =
    faultOf("leads", args.leads, SCENARIOS.length, MAX_LEADS) ??
    faultOf("rounds", args.rounds, 1, MAX_ROUNDS) ??
    faultOf("repetitions", args.repetitions, 1, MAX_REPETITIONS);
  if (fault !== undefined) {
    console.error(fault);
    return errorResult();
  }
  await hre.tasks.getTask("build").run({ quiet: true });
  // Deployment modules read artifacts when they are imported: not before the build.
  const { holdMarket } = await import("./market.ts");
  const { compareIndexing } = await import("./compareIndexing.ts");
  const { measureQueries } = await import("./measureQueries.ts");
  const progress = (line: string) => {
    console.log(line);
  };

  try {
    const market = await holdMarket(hre, { leads: args.leads, progress });
    try {
      let queries: Readonly<Record<string, QueryTimes>> = {};
      const speeds = await compareIndexing(hre, market, {
        rounds: args.rounds,
        progress,
        visit: async ({ graphql }) => {
          progress("Asking the queries");
          queries = await measureQueries(hre, graphql, args.repetitions);
        },
      });
      const isSlow = speeds.ratio < RATIO_GOAL;
      console.log(`\n${queryTable(queries)}\n${sentenceOn(speeds)}`);
      if (isSlow) console.error("The mappings are too slow: have them load and save less.");
      if (args.json) console.log(JSON.stringify({ ...speeds, queries }));
      return isSlow ? errorResult() : successfulResult();
    } finally {
      await market.close();
    }
  } catch (error) {
    if (!(error instanceof StackError)) throw error;
    console.error(error.message);
    return errorResult();
  }
};

function sentenceOn({ ours, minimal, ratio }: IndexingSpeeds): string {
  return `Ours ${ours.toFixed(0)}, minimal ${minimal.toFixed(0)} events/s: ratio ${ratio.toFixed(2)}, goal ${RATIO_GOAL}`;
}

function faultOf(option: string, value: number, least: number, most: number): string | undefined {
  const fits = Number.isInteger(value) && value >= least && value <= most;
  return fits ? undefined : `--${option} must be a whole number from ${least} to ${most}.`;
}

function queryTable(queries: Readonly<Record<string, QueryTimes>>): string {
  const table = new Table({
    head: ["query", "p50, ms", "p99, ms"],
    style: { head: [], border: [] },
  });
  for (const [name, { p50, p99 }] of Object.entries(queries)) {
    table.push([name, p50.toFixed(2), p99.toFixed(2)]);
  }
  return table.toString();
}

export default benchIndex;
