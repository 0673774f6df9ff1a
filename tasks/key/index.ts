import { emptyTask } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

import { built } from "../cli/built.ts";
import { traderTask, writingTask } from "../cli/taskOptions.ts";

/** `hardhat key …`: the key that leads are encrypted to. */
export const keyTasks = [
  emptyTask("key", "Register and show delivery keys, which leads are encrypted to").build(),
  writingTask(
    ["key", "register"],
    "Register the delivery key that your wallet's signature gives; a first bid does it by itself",
  )
    .addFlag({
      name: "replace",
      description:
        "Replace another registered key: what was bought under that one can then only be read where that key is",
    })
    .setAction(built(() => import("./register.ts")))
    .build(),
  traderTask(["key", "show"], "Show whether an account has a delivery key, and whether it is yours")
    .addPositionalArgument({
      name: "address",
      description:
        "Whose key, such as 0xa0Ee7A142d267C1f36714E4a8F75612F20a79720; that of --account by default",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .setAction(built(() => import("./show.ts")))
    .build(),
];
