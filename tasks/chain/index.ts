import { emptyTask } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

import { clientTask } from "../cli/taskOptions.ts";
import { built } from "../cli/built.ts";

/** `hardhat chain …`: the local chain's clock. */
export const chainTasks = [
  emptyTask("chain", "Control the local chain").build(),
  clientTask(
    ["chain", "advance"],
    "Let time pass on a local chain, so that a phase ends; refuses on any other",
  )
    .addPositionalArgument({
      name: "until",
      description:
        "A duration such as 90s, 10m, 2h, 1d; or, with --lead, the phase to reach: reveal, delivery, refund",
    })
    .addOption({
      name: "lead",
      description:
        "Number of the lead whose auction should reach the phase, such as 1; by default a duration is meant",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .setAction(built(() => import("./advance.ts")))
    .build(),
];
