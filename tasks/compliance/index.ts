import { emptyTask } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

import { clientTask, traderTask } from "../client/taskOptions.ts";

/** `hardhat compliance`: who may have which lead, and why. */
export const complianceTasks = [
  emptyTask("compliance", "Who may have which lead, and why").build(),
  clientTask(
    ["compliance", "check"],
    "Say of each access rule whether an account meets it for a lead, and what would mend it: a dry run before a bid",
  )
    .addPositionalArgument({ name: "holder", description: "Address of the account that would bid" })
    .addPositionalArgument({
      name: "leadId",
      description: "The lead",
      type: ArgumentType.BIGINT,
    })
    .setAction(() => import("./check.ts"))
    .build(),
  traderTask(
    ["compliance", "invalidate"],
    "Drop the remembered passes of an account, or of all: the next action of each asks the engine again (compliance role)",
  )
    .addPositionalArgument({
      name: "holder",
      description: "Address of the account",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addFlag({ name: "all", description: "Of all accounts" })
    .setAction(() => import("./invalidate.ts"))
    .build(),
];
