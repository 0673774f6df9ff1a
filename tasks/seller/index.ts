import { emptyTask } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

import { built } from "../cli/built.ts";
import { repeatedTask } from "../cli/taskOptions.ts";

/** `hardhat seller …`: tends a seller's auctions. */
export const sellerTasks = [
  emptyTask("seller", "Tend your auctions").build(),
  repeatedTask(
    ["seller", "run"],
    "Open your auctions' bids the moment it can, deliver to winners at once, close what nobody won and list it again by a rule, until ctrl-C. " +
      "Keeps nothing but what is on chain. Exit code 1 with --once where something failed",
  )
    .addOption({
      name: "relist",
      description: "How often a lead that nobody bought is listed again",
      type: ArgumentType.INT,
      defaultValue: 0,
    })
    .addOption({
      name: "reserveStep",
      description: "By how many percent its base reserve falls each time, 0 to 90",
      type: ArgumentType.INT,
      defaultValue: 0,
    })
    .setAction(built(() => import("./run.ts")))
    .build(),
];
