import type { TaskOverrideActionFunction } from "hardhat/types/tasks";
import { isResult } from "hardhat/utils/result";
import { z } from "zod";

import { tally } from "./tally.ts";

const runnerReport = z.object({ summary: z.object({ passed: z.number(), failed: z.number() }) });

/** Runs one test runner and adds its numbers to the tally. */
const count: TaskOverrideActionFunction = async (args, _hre, runSuper) => {
  const result: unknown = await runSuper(args);
  if (!isResult(result)) throw new Error("The test runner returned no result");
  const { summary } = runnerReport.parse(result.success ? result.value : result.error);
  tally.passed += summary.passed;
  tally.failed += summary.failed;
  return result;
};

export default count;
