import path from "node:path";

import Table from "cli-table3";
import type { NewTaskActionFunction } from "hardhat/types/tasks";
import { errorResult, successfulResult } from "hardhat/utils/result";

import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { failWith } from "../cli/action.ts";
import type { ScoringCosts } from "./measureScore.ts";

/** Leads in a report, and in a minute: 10,000 a day. */
const GOALS = { leadsPerReport: 4, leadsPerMinuteAtLimits: 7 } as const;

interface BenchArguments {
  readonly runs: number;
  readonly json: boolean;
}

/** Has leads scored as the stack's DON does, on a chain in this process, and prints what it takes; fails when a goal is missed. */
const benchScore: NewTaskActionFunction<BenchArguments> = async ({ runs, json }, hre) => {
  try {
    if (runs < 1 || runs > 100) {
      throw new LeadEngineError(
        "OUT_OF_BOUNDS",
        "--runs is out of bounds.",
        "Give a whole number from 1 to 100.",
      );
    }
    await hre.tasks.getTask("build").run({ quiet: true, defaultBuildProfile: "production" });
    // Deployment modules read artifacts when they are imported: not before the build.
    const { measureScore } = await import("./measureScore.ts");
    const { compileScoring } = await import("../../deploy/local/don/workflowCache.ts");
    const workflow = await compileScoring(path.join(hre.config.paths.cache, "workflows"));
    const connection = await hre.network.create({ network: "default", chainType: "op" });
    const costs = await measureScore(connection, workflow, runs, print);
    print(tableOf(costs));
    const misses = missesOf(costs);
    for (const miss of misses) console.error(miss);
    const { packageBytes: _shown, ...result } = costs;
    if (json) print(JSON.stringify(result));
    return misses.length > 0 ? errorResult() : successfulResult();
  } catch (error) {
    if (!(error instanceof LeadEngineError)) throw error;
    return failWith(error, json);
  }
};

function tableOf(costs: ScoringCosts): string {
  const table = new Table({ head: ["what", "measured", "goal"], style: { head: [], border: [] } });
  table.push(
    ["leads a minute on this machine", costs.leadsPerMinute, "-"],
    [
      "leads a minute by CRE's limits",
      costs.leadsPerMinuteAtLimits,
      `at least ${GOALS.leadsPerMinuteAtLimits}`,
    ],
    ["seconds of a full run", costs.secondsPerRun, "-"],
    ["leads in a report", costs.leadsPerReport, `at least ${GOALS.leadsPerReport}`],
    ["reports in a run", costs.reportsPerRun, "-"],
    ["gas of a lead alone", costs.gasPerLeadBatch1, "-"],
    ["gas of each lead of a full report", costs.gasPerLeadBatchFull, "-"],
    ["bytes of each lead of a report", costs.reportBytesPerLead, "-"],
    ["bytes of a package, at most", costs.packageBytes, "-"],
  );
  return table.toString();
}

/** The goals that are missed, a line each. */
function missesOf({ leadsPerReport, leadsPerMinuteAtLimits }: ScoringCosts): string[] {
  const misses: string[] = [];
  if (leadsPerReport < GOALS.leadsPerReport) misses.push(`A report holds ${leadsPerReport} leads.`);
  if (leadsPerMinuteAtLimits < GOALS.leadsPerMinuteAtLimits) {
    misses.push(`CRE's limits allow ${leadsPerMinuteAtLimits} leads a minute.`);
  }
  return misses;
}

function print(line: string): void {
  console.log(line);
}

export default benchScore;
