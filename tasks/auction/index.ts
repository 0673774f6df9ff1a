import { emptyTask } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

import { clientTask } from "../client/taskOptions.ts";

/** `hardhat auction …`: what is for sale, and how each sale stands. */
export const auctionTasks = [
  emptyTask("auction", "Find auctions and see how they stand").build(),
  clientTask(["auction", "list"], "List auctions from the subgraph")
    .addOption({
      name: "vertical",
      description: "Only this vertical or root, such as solar or solar.residential",
      defaultValue: "",
    })
    .addOption({
      name: "region",
      description: "Only this country or subdivision, such as US or US-TX",
      defaultValue: "",
    })
    .addOption({
      name: "state",
      description:
        "Only this phase: Commit, Reveal, TieBreak, Delivery, Sold, Unsold, Undelivered, Voided or Erased",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addOption({
      name: "minScore",
      description: "Lowest quality score, 0 to 10,000",
      type: ArgumentType.INT,
      defaultValue: 0,
    })
    .addOption({
      name: "limit",
      description: "How many at most, 1 to 1,000",
      type: ArgumentType.INT,
      defaultValue: 50,
    })
    .addOption({
      name: "cursor",
      description: "Where the page before ended, as it says itself",
      defaultValue: "0x",
    })
    .setAction(() => import("./list.ts"))
    .build(),
  clientTask(["auction", "show"], "Show a lead's latest auction: phase, deadlines, bids")
    .addPositionalArgument({
      name: "leadId",
      description: "The lead's number",
      type: ArgumentType.BIGINT,
    })
    .setAction(() => import("./show.ts"))
    .build(),
];
