import { emptyTask } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

import { clientTask, traderTask } from "../cli/taskOptions.ts";
import { built } from "../cli/built.ts";

const LEAD_ID = {
  name: "leadId",
  description: "The lead's number",
  type: ArgumentType.BIGINT,
} as const;

/** `hardhat auction …`: what is for sale, and how each sale stands. */
export const auctionTasks = [
  emptyTask("auction", "Find auctions, see how they stand, and move them forward").build(),
  clientTask(
    ["auction", "list"],
    "List auctions from the subgraph: their phases now, and what each waits for",
  )
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
      description: "The cursor at the end of the previous page",
      defaultValue: "0x",
    })
    .setAction(built(() => import("./list.ts")))
    .build(),
  clientTask(
    ["auction", "show"],
    "Show a lead's latest auction: phase, deadlines, bids, and what it waits for",
  )
    .addPositionalArgument(LEAD_ID)
    .setAction(built(() => import("./show.ts")))
    .build(),
  traderTask(
    ["auction", "create"],
    "List a lead that is with its seller: the terms of its last round, unless options say otherwise",
  )
    .addPositionalArgument(LEAD_ID)
    .addOption({
      name: "reserve",
      description: "Another base reserve, in USDC; the market's multiplier comes on top",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addOption({
      name: "premiumBps",
      description: "Another quality premium: basis points of the base at a perfect score",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addFlag({
      name: "instant",
      description: "Sell at once to the best bounty at or above the reserve",
    })
    .addFlag({
      name: "acceptFees",
      description: "Accept the current fees if the terms accept less",
    })
    .setAction(built(() => import("./create.ts")))
    .build(),
  traderTask(
    ["auction", "cancel"],
    "Take your lead back before anybody has bid on it, or during a pause",
  )
    .addPositionalArgument(LEAD_ID)
    .setAction(built(() => import("./cancel.ts")))
    .build(),
  traderTask(
    ["auction", "settle"],
    "Do what is due: ask for the random word of a tie, resolve it, close an unsold round, or void",
  )
    .addPositionalArgument(LEAD_ID)
    .setAction(built(() => import("./settle.ts")))
    .build(),
  traderTask(["auction", "release"], "Free the money of beaten tied bids")
    .addPositionalArgument(LEAD_ID)
    .addOption({
      name: "bidder",
      description: "Only this account's bid",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .setAction(built(() => import("./release.ts")))
    .build(),
  traderTask(
    ["auction", "refund"],
    "Refund the buyer of a lead that was not delivered, with half of the seller's bond",
  )
    .addPositionalArgument(LEAD_ID)
    .setAction(built(() => import("./refund.ts")))
    .build(),
  traderTask(
    ["auction", "report"],
    "Report in time that compliance keeps a sold lead from its buyer: then nobody is punished",
  )
    .addPositionalArgument(LEAD_ID)
    .addFlag({
      name: "outage",
      description:
        "Report instead that an outage kept bids from being opened for most of the reveal phase: then their bonds go back",
    })
    .setAction(built(() => import("./report.ts")))
    .build(),
  traderTask(
    ["auction", "forfeit"],
    "Forfeit the bonds of bids that were never opened, or give them back where the round says so; you get a tip from each forfeited one",
  )
    .addPositionalArgument(LEAD_ID)
    .addPositionalArgument({
      name: "bidder",
      description: "Only this account's bond",
      defaultValue: "",
    })
    .setAction(built(() => import("./forfeit.ts")))
    .build(),
];
