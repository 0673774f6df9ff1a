import Table from "cli-table3";
import type { NewTaskActionFunction } from "hardhat/types/tasks";
import { errorResult, successfulResult } from "hardhat/utils/result";

import { buildOnce } from "../../build/buildOnce.ts";
import { LeadEngineError } from "../../../deploy/sdk/errors/leadEngineError.ts";
import { failWith } from "../../cli/action.ts";
import { missesOf, resultOf, type AgentResult } from "./result.ts";

/** How often ten leads arrive together, and how many are bought without our code. */
const [BURSTS, BURST, BARE] = [3, 10, 30];

interface BenchArguments {
  readonly leads: number;
  readonly agents: number;
  readonly json: boolean;
}

/** Sells leads to agents on a chain in this process, prints how fast they are; fails when a goal is missed. */
const benchAgent: NewTaskActionFunction<BenchArguments> = async ({ leads, agents, json }, hre) => {
  try {
    requireBetween("--leads", leads, 1, 5_000);
    requireBetween("--agents", agents, 1, 5);
    await buildOnce(hre);
    // Deployment modules read artifacts when they are imported: not before the build.
    const { measureAgent } = await import("./measureAgent.ts");
    const bare = Math.min(leads, BARE);
    const options = { leads, agents, bursts: BURSTS, burst: BURST, bare };
    const result = resultOf(options, await measureAgent(hre, options, print));
    print(tableOf(result));
    const misses = missesOf(result);
    for (const miss of misses) console.error(miss);
    if (json) print(JSON.stringify(result));
    return misses.length > 0 ? errorResult() : successfulResult();
  } catch (error) {
    if (!(error instanceof LeadEngineError)) throw error;
    return failWith(error, json);
  }
};

function requireBetween(option: string, value: number, least: number, most: number): void {
  if (value >= least && value <= most) return;
  throw new LeadEngineError(
    "OUT_OF_BOUNDS",
    `${option} is out of bounds.`,
    `Give a whole number from ${least} to ${most}.`,
  );
}

function tableOf({ burstOf10, bare, ...single }: AgentResult): string {
  const table = new Table({
    head: ["milliseconds, of 50, 95, 99 in 100", "singly", "ten at once", "without our code"],
    style: { head: [], border: [] },
  });
  const text = ({ p50, p95, p99 }: AgentResult["acquired"]) => `${p50}, ${p95}, ${p99}`;
  table.push(
    [
      "from listed to bid",
      text(single.listedToBid),
      text(burstOf10.listedToBid),
      text(bare.listedToBid),
    ],
    ["from winner to CRM", text(single.acquired), text(burstOf10.acquired), "-"],
    ["from delivery to CRM", text(single.wonToCrm), text(burstOf10.wonToCrm), text(bare.wonToCrm)],
  );
  return table.toString();
}

function print(line: string): void {
  console.log(line);
}

export default benchAgent;
