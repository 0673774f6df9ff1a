import { existsSync } from "node:fs";

import type { TaskOverrideActionFunction } from "hardhat/types/tasks";
import { errorResult, isResult, successfulResult } from "hardhat/utils/result";
import { z } from "zod";

import type { Failure } from "./crew.ts";
import { failureCauses } from "./failureCauses.ts";
import { filesIn } from "./testFiles.ts";

const runnerReport = z.object({ summary: z.object({ passed: z.number(), failed: z.number() }) });

/** Results of the runners that have finished in this process. */
export const tally = { passed: 0, failed: 0, failures: [] as Failure[] };

/** Adds what one of Hardhat's own runners returned. */
export function addToTally(result: unknown): void {
  if (!isResult(result)) throw new Error("The test runner returned no result");
  const { summary } = runnerReport.parse(result.success ? result.value : result.error);
  tally.passed += summary.passed;
  tally.failed += summary.failed;
}

/** Adds what a runner of ours counted, with what it knows of failures. @returns what Hardhat's own runners return. */
export function tallied(passed: number, failed: number, failures: readonly Failure[] = []) {
  tally.passed += passed;
  tally.failed += failed;
  tally.failures.push(...failures);
  const result = { summary: { passed, failed, skipped: 0, todo: 0 } };
  return failed > 0 ? errorResult(result) : successfulResult(result);
}

/** Runs all test runners on the files and folders that are named, or on all, then prints why tests failed, and the sum as the last line. */
const total: TaskOverrideActionFunction = async (args, _hre, runSuper) => {
  const { testFiles: places } = args as { readonly testFiles: readonly string[] };
  const missing = places.filter((place) => !existsSync(place));
  if (missing.length > 0) {
    console.error(`There is no ${missing.join(", no ")}.`);
    return errorResult();
  }
  const testFiles = await filesIn(places);
  const result: unknown = await runSuper({ ...args, testFiles });
  for (const line of failureCauses(tally.failures)) console.log(line);
  console.log(`${tally.passed} passed, ${tally.failed} failed`);
  if (tally.passed + tally.failed === 0) {
    console.error("No test ran.");
    return errorResult();
  }
  return isResult(result) ? result : errorResult();
};

export default total;
