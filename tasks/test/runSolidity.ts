import type { TaskOverrideActionFunction } from "hardhat/types/tasks";

import { addToTally } from "./tally.ts";

interface SolidityArguments {
  readonly testFiles: readonly string[];
  readonly grepExclude: string | undefined;
  readonly fast: boolean;
}

/** Titles of campaigns: long sequences of random calls. */
const CAMPAIGNS = "^invariant";

/** Runs the Solidity tests; the fast loop leaves their campaigns out. */
const runSolidity: TaskOverrideActionFunction = async (taskArguments, _hre, runSuper) => {
  const { fast, ...args } = taskArguments as SolidityArguments;
  const excluded = fast && args.testFiles.length === 0 ? CAMPAIGNS : undefined;
  const result: unknown = await runSuper({ ...args, grepExclude: args.grepExclude ?? excluded });
  addToTally(result);
  return result;
};

export default runSolidity;
