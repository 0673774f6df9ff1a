import { emptyTask } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

import { built } from "../cli/built.ts";
import { plotOption } from "../cli/plot.ts";
import { clientTask } from "../cli/taskOptions.ts";

/** `hardhat reserve …`: the lowest price of a lead. */
export const reserveTasks = [
  emptyTask("reserve", "See what the reserve of a lead would be, and why").build(),
  clientTask(
    ["reserve", "quote"],
    "Explain line by line what the reserve of a lead would be if it were listed now",
  )
    .addPositionalArgument({
      name: "vertical",
      description: "The lead's vertical, such as solar.residential",
    })
    .addOption({
      name: "base",
      description:
        "The seller's base reserve in USDC, such as 50; the vertical's minimum by default",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addOption({
      name: "score",
      description: "The lead's quality score, 0 to 10,000, such as 8000",
      type: ArgumentType.INT,
      defaultValue: 0,
    })
    .addOption({
      name: "premiumBps",
      description: "What a perfect score adds to the base, basis points, such as 500",
      type: ArgumentType.INT,
      defaultValue: 0,
    })
    .addOption(plotOption("the multiplier's curve and today's place on it"))
    .setAction(built(() => import("./quote.ts")))
    .build(),
];
