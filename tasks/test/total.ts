import { existsSync } from "node:fs";

import type { TaskOverrideActionFunction } from "hardhat/types/tasks";
import { errorResult, isResult } from "hardhat/utils/result";

import { tally } from "./tally.ts";
import { filesIn } from "./testFiles.ts";

/** Runs all test runners on the files and folders that are named, or on all, then prints the sum as the last line. */
const total: TaskOverrideActionFunction = async (args, _hre, runSuper) => {
  const { testFiles: places } = args as { readonly testFiles: readonly string[] };
  const missing = places.filter((place) => !existsSync(place));
  if (missing.length > 0) {
    console.error(`There is no ${missing.join(", no ")}.`);
    return errorResult();
  }
  const testFiles = await filesIn(places);
  const result: unknown = await runSuper({ ...args, testFiles });
  console.log(`${tally.passed} passed, ${tally.failed} failed`);
  if (tally.passed + tally.failed === 0) {
    console.error("No test ran.");
    return errorResult();
  }
  return isResult(result) ? result : errorResult();
};

export default total;
