import { emptyTask } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

import { built } from "../cli/built.ts";
import { clientTask, traderTask } from "../cli/taskOptions.ts";
import { withTerms } from "./termsOptions.ts";

const BOUNTY_ID = {
  name: "bountyId",
  description: "The bounty's number",
  type: ArgumentType.BIGINT,
} as const;

const LEAD_ID = {
  name: "leadId",
  description: "The lead's number",
  type: ArgumentType.BIGINT,
} as const;

/** Filters that only the DON reads. */
const PRIVATE_FILTERS = optional(
  "privateFilters",
  "File with filters of public fields that only the DON's enclave reads, such as filters.json",
);

const DAYS = {
  name: "days",
  description: "How many days a dry run looks back",
  type: ArgumentType.INT,
  defaultValue: 7,
} as const;

/** An option that may be left out. */
function optional<NameT extends string>(name: NameT, description: string) {
  return {
    name,
    description,
    type: ArgumentType.STRING_WITHOUT_DEFAULT,
    defaultValue: undefined,
  } as const;
}

/** `hardhat bounty …`: standing offers, and the leads that they meet. */
export const bountyTasks = [
  emptyTask("bounty", "Post standing offers for leads, and match leads with them").build(),
  withTerms(
    traderTask(
      ["bounty", "post"],
      "Post a bounty: a price for each lead that fits, until its budget is spent; locks the budget",
    )
      .addPositionalArgument({
        name: "vertical",
        description: "Vertical or root, such as solar.residential or solar",
      })
      .addPositionalArgument({ name: "price", description: "USDC for a lead, such as 95.50" })
      .addPositionalArgument({ name: "budget", description: "USDC that may be spent in all" })
      .addFlag({
        name: "dryRun",
        description: "Only say what it would have done with the leads of the last days",
      })
      .addOption(PRIVATE_FILTERS)
      .addOption(DAYS),
  )
    .setAction(built(() => import("./post.ts")))
    .build(),
  clientTask(["bounty", "list"], "List bounties, newest first")
    .addOption(optional("poster", "Only bounties of this account"))
    .addOption(optional("vertical", "Only bounties for exactly this vertical or root"))
    .addOption(optional("state", "Only those that are now: open, paused, expired or closed"))
    .setAction(built(() => import("./list.ts")))
    .build(),
  clientTask(["bounty", "show"], "Show a bounty: its terms, its money and its matches")
    .addPositionalArgument(BOUNTY_ID)
    .setAction(built(() => import("./show.ts")))
    .build(),
  withTerms(
    traderTask(["bounty", "change"], "Change terms of your bounty; those that no option names stay")
      .addPositionalArgument(BOUNTY_ID)
      .addOption(optional("vertical", "Another vertical or root"))
      .addOption(optional("price", "Another price for a lead, in USDC"))
      .addOption(PRIVATE_FILTERS),
  )
    .setAction(built(() => import("./change.ts")))
    .build(),
  traderTask(["bounty", "top-up"], "Add to your bounty's budget")
    .addPositionalArgument(BOUNTY_ID)
    .addPositionalArgument({ name: "amount", description: "USDC, such as 250 or 95.50" })
    .setAction(built(() => import("./topUp.ts")))
    .build(),
  traderTask(["bounty", "pause"], "Pause your bounty: it is not matched until you resume it")
    .addPositionalArgument(BOUNTY_ID)
    .setAction(built(() => import("./pause.ts")))
    .build(),
  traderTask(["bounty", "resume"], "Let your paused bounty go on")
    .addPositionalArgument(BOUNTY_ID)
    .setAction(built(() => import("./resume.ts")))
    .build(),
  traderTask(
    ["bounty", "withdraw"],
    "End your bounty for good, and free what is left of its budget; offers that lead stand",
  )
    .addPositionalArgument(BOUNTY_ID)
    .setAction(built(() => import("./withdraw.ts")))
    .build(),
  traderTask(
    ["bounty", "match"],
    "Match a lead with a bounty, by default with the best that fits; you get its tip after the sale",
  )
    .addPositionalArgument({ ...LEAD_ID, defaultValue: 0n })
    .addOption(optional("bounty", "This bounty's number"))
    .addFlag({
      name: "byDon",
      description:
        "Have the DON match it, by the private criteria of the bounty that --bounty names",
    })
    .addFlag({
      name: "dryRun",
      description:
        "Only say which bounties fit the lead and what stands against the others; with --bounty and no lead, what that bounty would have done with the leads of the last days",
    })
    .addOption(DAYS)
    .setAction(built(() => import("./match.ts")))
    .build(),
  traderTask(
    ["bounty", "record"],
    "Record that a sold lead's consumer is no new one for its buyer's bounties",
  )
    .addPositionalArgument(LEAD_ID)
    .setAction(built(() => import("./record.ts")))
    .build(),
  traderTask(
    ["bounty", "close"],
    "Close all bounties that have expired: their posters' money is free again",
  )
    .setAction(built(() => import("./close.ts")))
    .build(),
];
