import { availableParallelism } from "node:os";

import { overrideTask, task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

const FAST = {
  name: "fast",
  description: "Leave out what needs a stack, and long fuzz; files that are named run in any case",
};
const JOBS = {
  name: "jobs",
  description: "How many processes run TypeScript tests",
  type: ArgumentType.INT,
  defaultValue: availableParallelism(),
} as const;
const SEED = {
  name: "seed",
  description:
    "Shuffle TypeScript test files, and the tests inside those of the fast loop; the same for the same seed",
  type: ArgumentType.STRING_WITHOUT_DEFAULT,
  defaultValue: undefined,
} as const;

/** `hardhat test` runs on all cores, ends with one line `N passed, N failed` over all runners, and fails when nothing ran. */
export const testTasks = [
  overrideTask(["test", "mocha"])
    .addFlag(FAST)
    .addOption(JOBS)
    .addOption(SEED)
    .setAction(() => import("./runMocha.ts"))
    .build(),
  overrideTask(["test", "solidity"])
    .addFlag(FAST)
    .setAction(() => import("./runSolidity.ts"))
    .build(),
  task(["test", "workflows"], "Runs the tests of the CRE workflows under Bun")
    .addVariadicArgument({
      name: "testFiles",
      description:
        "Files to leave to the other runners, such as test/flows/ties.ts; none by default",
      defaultValue: [],
    })
    .addFlag({ name: "noCompile", description: "Changes nothing: Bun compiles what it runs" })
    .setAction(() => import("./runWorkflows.ts"))
    .build(),
  overrideTask("test")
    .addFlag(FAST)
    .addOption(JOBS)
    .addOption(SEED)
    .setAction(() => import("./total.ts"))
    .build(),
];
