import type { TaskOverrideActionFunction } from "hardhat/types/tasks";
import { errorResult, isResult } from "hardhat/utils/result";

import { tally } from "./tally.ts";

/** Runs all test runners, then prints the sum as the last line. */
const total: TaskOverrideActionFunction = async (args, _hre, runSuper) => {
  const result: unknown = await runSuper(args);
  console.log(`${tally.passed} passed, ${tally.failed} failed`);
  if (tally.passed + tally.failed === 0) {
    console.error("No test ran.");
    return errorResult();
  }
  return isResult(result) ? result : errorResult();
};

export default total;
