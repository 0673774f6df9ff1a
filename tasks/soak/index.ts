import { task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

import { built } from "../cli/built.ts";
import { plotOption } from "../cli/plot.ts";

/** `hardhat soak`: a day's leads through the whole stack. */
export const soakTask = task(
  "soak",
  "Sell very many leads on the running stack, or on one of its own; fails if money stays locked or goes missing, or the subgraph differs",
)
  .addOption({
    name: "leads",
    description: "How many leads to sell, 40 to 100,000; a thousand take some minutes",
    type: ArgumentType.INT,
    defaultValue: 1_000,
  })
  .addOption({
    name: "seed",
    description: "The same seed gives the same leads and bids, such as monday",
    type: ArgumentType.STRING,
    defaultValue: "lead-engine",
  })
  .addOption(plotOption("leads and memory over time"))
  .addOption({
    name: "report",
    description:
      "Also write the result with all moments of the soak into this JSON file, such as soak.json; no file by default",
    type: ArgumentType.STRING_WITHOUT_DEFAULT,
    defaultValue: undefined,
  })
  .addFlag({ name: "json", description: "Print the result as JSON in the last line" })
  .setAction(built(() => import("./action.ts")))
  .build();
