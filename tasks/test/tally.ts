import { isResult } from "hardhat/utils/result";
import { z } from "zod";

const runnerReport = z.object({ summary: z.object({ passed: z.number(), failed: z.number() }) });

/** Results of the runners that have finished in this process. */
export const tally = { passed: 0, failed: 0 };

/** Adds what one of Hardhat's own runners returned. */
export function addToTally(result: unknown): void {
  if (!isResult(result)) throw new Error("The test runner returned no result");
  const { summary } = runnerReport.parse(result.success ? result.value : result.error);
  tally.passed += summary.passed;
  tally.failed += summary.failed;
}
