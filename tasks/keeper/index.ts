import { emptyTask } from "hardhat/config";

import { built } from "../cli/built.ts";
import { repeatedTask } from "../cli/taskOptions.ts";

/** `hardhat keeper …`: does what is due in the auctions. */
export const keeperTasks = [
  emptyTask("keeper", "Do what is due in the auctions, for everybody").build(),
  repeatedTask(
    ["keeper", "run"],
    "Open bids whose drand round is out, close, refund, decide ties, free bonds and beaten bids, prove the reserves: all that is due, until ctrl-C. " +
      "The tips of forfeited bonds are yours. Exit code 1 with --once where something failed",
  )
    .setAction(built(() => import("./run.ts")))
    .build(),
];
