import type { TaskOverrideActionFunction } from "hardhat/types/tasks";
import { errorResult, isResult } from "hardhat/utils/result";

import { callDistributionsIn, formatDistribution } from "./callDistribution.ts";
import { addToTally, tally } from "./tally.ts";

interface SolidityArguments {
  readonly testFiles: readonly string[];
  readonly grepExclude: string | undefined;
  readonly fast: boolean;
}

/** Titles of campaigns: long sequences of random calls. */
const CAMPAIGNS = "^invariant";

/** Runs the Solidity tests; the fast loop leaves their campaigns out. A campaign that never came by one of its handlers fails. */
const runSolidity: TaskOverrideActionFunction = async (taskArguments, _hre, runSuper) => {
  const { fast, ...args } = taskArguments as SolidityArguments;
  const excluded = fast && args.testFiles.length === 0 ? CAMPAIGNS : undefined;
  const result: unknown = await runSuper({ ...args, grepExclude: args.grepExclude ?? excluded });
  addToTally(result);
  if (!isResult(result)) throw new Error("The test runner returned no result");
  let incomplete = 0;
  for (const campaign of callDistributionsIn(result.success ? result.value : result.error)) {
    console.log(`\n${formatDistribution(campaign)}`);
    if (campaign.unreached.length === 0) continue;
    console.error(`${campaign.name} never reached ${campaign.unreached.join(", ")}.`);
    incomplete += 1;
  }
  tally.failed += incomplete;
  return incomplete === 0 ? result : errorResult(result.success ? result.value : result.error);
};

export default runSolidity;
