import type { NewTaskActionFunction } from "hardhat/types/tasks";
import { errorResult, successfulResult } from "hardhat/utils/result";

import { openStack } from "../../deploy/local/stack/openStack.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { failWith } from "../cli/action.ts";
import { runChaos } from "./runChaos.ts";

const MAX_STEPS = 100_000;

interface ChaosArguments {
  readonly steps: number;
  readonly seed: string;
  readonly json: boolean;
}

/** Runs chaos on a stack of its own and prints how it ended; fails when a promise was not kept. */
const chaos: NewTaskActionFunction<ChaosArguments> = async ({ steps, seed, json }, hre) => {
  try {
    if (steps < 1 || steps > MAX_STEPS) {
      throw new LeadEngineError(
        "OUT_OF_BOUNDS",
        "--steps is out of bounds.",
        `Give a whole number from 1 to ${MAX_STEPS}.`,
      );
    }
    const stack = await openStack(hre, { progress: print });
    try {
      const running = runChaos(stack, { steps, seed, progress: print });
      const { faults, ...result } = await Promise.race([running, stack.failure]);
      for (const [name, value] of Object.entries(result)) print(`${name}: ${textOf(value)}`);
      for (const fault of faults) console.error(fault);
      if (json) print(JSON.stringify({ ...result, faults }));
      return faults.length > 0 ? errorResult() : successfulResult();
    } finally {
      await stack.close();
    }
  } catch (error) {
    if (!(error instanceof LeadEngineError)) throw error;
    return failWith(error, json);
  }
};

function textOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  const counts = Object.entries(value).map(([name, count]) => `${name} ${String(count)}`);
  return counts.join(", ");
}

function print(line: string): void {
  console.log(line);
}

export default chaos;
