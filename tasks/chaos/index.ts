import { task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

import { built } from "../cli/built.ts";

/** `hardhat chaos`: a market in which everything fails at random. */
export const chaosTask = task(
  "chaos",
  "Trade at random on a stack whose services, oracles and parties fail at random; fails if money stays locked or goes missing",
)
  .addOption({
    name: "steps",
    description: "How many things happen, 1 to 100,000; each takes about a second",
    type: ArgumentType.INT,
    defaultValue: 200,
  })
  .addOption({
    name: "seed",
    description: "The same seed tries the same things in the same order",
    type: ArgumentType.STRING,
    defaultValue: "lead-engine",
  })
  .addFlag({ name: "json", description: "Print the result as JSON in the last line" })
  .setAction(built(() => import("./action.ts")))
  .build();
