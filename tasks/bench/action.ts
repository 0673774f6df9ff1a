import Table from "cli-table3";
import type { NewTaskActionFunction } from "hardhat/types/tasks";
import { errorResult, successfulResult } from "hardhat/utils/result";

import { buildOnce } from "../build/buildOnce.ts";
import { failWith } from "../cli/action.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { missesOf, resultOf, type BenchResult } from "./result.ts";

/** Bounds of the options. */
const BOUNDS = {
  leads: [120, 20_000],
  repetitions: [1, 10_000],
  blocks: [1, 10_000],
  quietTimes: [1, 100],
} as const;

interface BenchArguments {
  readonly leads: number;
  readonly repetitions: number;
  readonly blocks: number;
  readonly quietTimes: number;
  readonly json: boolean;
}

/** Validates the arguments, holds a market, measures, prints; fails when a goal is missed. */
const benchIndex: NewTaskActionFunction<BenchArguments> = async (args, hre) => {
  try {
    requireBounds(args);
    await buildOnce(hre);
    // Deployment modules read artifacts when they are imported: not before the build.
    const { measureIndex } = await import("./measureIndex.ts");
    const result = resultOf(await measureIndex(hre, args, print));
    const misses = missesOf(result);
    print(`\n${tableOf(result)}\n${sentenceOn(result)}`);
    for (const miss of misses) console.error(miss);
    if (args.json) print(JSON.stringify(result));
    return misses.length > 0 ? errorResult() : successfulResult();
  } catch (error) {
    if (!(error instanceof LeadEngineError)) throw error;
    return failWith(error, args.json);
  }
};

function requireBounds(args: BenchArguments): void {
  for (const [name, [least, most]] of Object.entries(BOUNDS)) {
    const value = args[name as keyof typeof BOUNDS];
    if (Number.isInteger(value) && value >= least && value <= most) continue;
    const option = `--${name.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`)}`;
    throw new LeadEngineError(
      "OUT_OF_BOUNDS",
      `${option} is out of bounds.`,
      `Give a whole number from ${least} to ${most}.`,
    );
  }
}

function sentenceOn(result: BenchResult): string {
  const { eventsPerSecond, times, headToAnswer, afterIdle } = result;
  return [
    `${eventsPerSecond} events/s are ${times} times what 10,000 leads a day need`,
    `answers include a new block after ${headToAnswer.p50} ms (p99 ${headToAnswer.p99}), after a quiet minute ${afterIdle.p99} ms`,
  ].join("; ");
}

function tableOf({ queries }: BenchResult): string {
  const table = new Table({
    head: ["query", "p50, ms", "p99, ms"],
    style: { head: [], border: [] },
  });
  for (const { name, p50, p99 } of queries) table.push([name, p50.toFixed(2), p99.toFixed(2)]);
  return table.toString();
}

function print(line: string): void {
  console.log(line);
}

export default benchIndex;
