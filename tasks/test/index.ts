import { overrideTask } from "hardhat/config";

/** `hardhat test` ends with one line `N passed, N failed` over all runners, and fails when nothing ran. */
export const testTasks = [
  overrideTask(["test", "mocha"])
    .setAction(() => import("./count.ts"))
    .build(),
  overrideTask(["test", "solidity"])
    .setAction(() => import("./count.ts"))
    .build(),
  overrideTask("test")
    .setAction(() => import("./total.ts"))
    .build(),
];
