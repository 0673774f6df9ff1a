import { emptyTask } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

import { clientTask, REGION_FILTER, VERTICAL_FILTER, writingTask } from "../cli/taskOptions.ts";
import { built } from "../cli/built.ts";
import { CURSOR, LIMIT } from "../cli/pageOptions.ts";

const LEAD_ID = {
  name: "leadId",
  description: "The lead's number, such as 1",
  type: ArgumentType.BIGINT,
} as const;

/** `hardhat auction …`: what is for sale, and how each sale stands. */
export const auctionTasks = [
  emptyTask("auction", "Find auctions, see how they stand, and move them forward").build(),
  clientTask(["auction", "list"], "List auctions: their phases now, and what each waits for")
    .addOption(VERTICAL_FILTER)
    .addOption(REGION_FILTER)
    .addOption({
      name: "state",
      description:
        "Only this phase, such as Commit, of Commit, Reveal, TieBreak, Delivery, Sold, Unsold, Undelivered, Voided and Erased; all by default",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addOption({
      name: "minScore",
      description: "Lowest quality score, 0 to 10,000, such as 6000",
      type: ArgumentType.INT,
      defaultValue: 0,
    })
    .addOption(LIMIT)
    .addOption(CURSOR)
    .setAction(built(() => import("./list.ts")))
    .build(),
  clientTask(
    ["auction", "show"],
    "Show a lead's latest auction: phase, deadlines, bids, and what it waits for",
  )
    .addPositionalArgument(LEAD_ID)
    .setAction(built(() => import("./show.ts")))
    .build(),
  clientTask(
    ["auction", "watch"],
    "Watch the open auctions: a live table, a line for each change in a pipe, or one JSON object a line",
  )
    .addOption(VERTICAL_FILTER)
    .addOption(REGION_FILTER)
    .addOption({
      name: "account",
      description:
        "Whose bids to mark: an address, or an account as other tasks take it, such as 9; LEAD_ENGINE_ACCOUNT by default, else nobody's",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addOption({
      name: "every",
      description: "Time from one look to the next where the node announces no blocks: 2s, 1m",
      defaultValue: "2s",
    })
    .addOption({
      name: "for",
      description: "How long to watch, such as 30s or 10m; until ctrl-C by default",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addFlag({ name: "once", description: "Look once, and end" })
    .setAction(built(() => import("./watch/action.ts")))
    .build(),
  writingTask(
    ["auction", "create"],
    "List a lead that is with its seller: the terms of its last round, unless options say otherwise",
  )
    .addPositionalArgument(LEAD_ID)
    .addOption({
      name: "reserve",
      description:
        "Another base reserve in USDC, such as 88.50; the market's multiplier comes on top. That of the last round by default",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addOption({
      name: "premiumBps",
      description:
        "Another quality premium, such as 500: basis points of the base at a perfect score. That of the last round by default",
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
  writingTask(
    ["auction", "cancel"],
    "Take your lead back before anybody has bid on it, or during a pause",
  )
    .addPositionalArgument(LEAD_ID)
    .setAction(built(() => import("./cancel.ts")))
    .build(),
  writingTask(
    ["auction", "settle"],
    "Do what is due: ask for the random word of a tie, resolve it, close an unsold round, or void",
  )
    .addPositionalArgument(LEAD_ID)
    .setAction(built(() => import("./settle.ts")))
    .build(),
  writingTask(["auction", "release"], "Free the money of beaten tied bids")
    .addPositionalArgument(LEAD_ID)
    .addOption({
      name: "bidder",
      description:
        "Only the bid of this address, such as 0xa0Ee7A142d267C1f36714E4a8F75612F20a79720; all by default",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .setAction(built(() => import("./release.ts")))
    .build(),
  writingTask(
    ["auction", "refund"],
    "Refund the buyer of a lead that was not delivered, with half of the seller's bond",
  )
    .addPositionalArgument(LEAD_ID)
    .setAction(built(() => import("./refund.ts")))
    .build(),
  writingTask(
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
  writingTask(
    ["auction", "forfeit"],
    "Forfeit the bonds of bids that were never opened, or give them back where the round says so; you get a tip from each forfeited one",
  )
    .addPositionalArgument(LEAD_ID)
    .addPositionalArgument({
      name: "bidder",
      description:
        "Only the bond of this address, such as 0xa0Ee7A142d267C1f36714E4a8F75612F20a79720; all by default",
      defaultValue: "",
    })
    .setAction(built(() => import("./forfeit.ts")))
    .build(),
  writingTask(
    ["auction", "void"],
    "Void an auction whose tie nobody has decided for seven days: all money is free; anybody can",
  )
    .addPositionalArgument(LEAD_ID)
    .setAction(built(() => import("./void.ts")))
    .build(),
];
