import { emptyTask } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

import { built } from "../cli/built.ts";
import { clientTask, writingTask } from "../cli/taskOptions.ts";
import { withTerms } from "./termsOptions.ts";

const BOUNTY_ID = {
  name: "bountyId",
  description: "The bounty's number, such as 3",
  type: ArgumentType.BIGINT,
} as const;

const LEAD_ID = {
  name: "leadId",
  description: "The lead's number, such as 1",
  type: ArgumentType.BIGINT,
} as const;

/** Filters that only the DON reads. */
const PRIVATE_FILTERS = optional(
  "privateFilters",
  "File with filters of public fields that only the DON's enclave reads, such as filters.json; none by default",
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
    writingTask(
      ["bounty", "post"],
      "Post a bounty: a price for each lead that fits, until its budget is spent; locks the budget",
    )
      .addPositionalArgument({
        name: "vertical",
        description: "Vertical or root, such as solar.residential or solar",
      })
      .addPositionalArgument({ name: "price", description: "USDC for a lead, such as 95.50" })
      .addPositionalArgument({
        name: "budget",
        description: "USDC that may be spent in all, such as 420",
      })
      .addOption(PRIVATE_FILTERS)
      .addOption(DAYS),
  )
    .setAction(built(() => import("./post.ts")))
    .build(),
  clientTask(["bounty", "list"], "List bounties, newest first")
    .addOption(
      optional(
        "poster",
        "Only bounties of this address, such as 0xa0Ee7A142d267C1f36714E4a8F75612F20a79720; all by default",
      ),
    )
    .addOption(
      optional(
        "vertical",
        "Only bounties for exactly this vertical or root, such as solar; all by default",
      ),
    )
    .addOption(
      optional(
        "state",
        "Only those in this state, such as open, of open, paused, expired and closed; all by default",
      ),
    )
    .setAction(built(() => import("./list.ts")))
    .build(),
  clientTask(["bounty", "show"], "Show a bounty: its terms, its money and its matches")
    .addPositionalArgument(BOUNTY_ID)
    .setAction(built(() => import("./show.ts")))
    .build(),
  withTerms(
    writingTask(
      ["bounty", "change"],
      "Change terms of your bounty; those that no option names stay",
    )
      .addPositionalArgument(BOUNTY_ID)
      .addOption(
        optional("vertical", "Another vertical or root, such as solar; unchanged by default"),
      )
      .addOption(
        optional("price", "Another price for a lead in USDC, such as 95.50; unchanged by default"),
      )
      .addOption(PRIVATE_FILTERS),
    { change: true },
  )
    .setAction(built(() => import("./change.ts")))
    .build(),
  writingTask(["bounty", "top-up"], "Add to your bounty's budget")
    .addPositionalArgument(BOUNTY_ID)
    .addPositionalArgument({ name: "amount", description: "USDC, such as 250 or 95.50" })
    .setAction(built(() => import("./topUp.ts")))
    .build(),
  writingTask(["bounty", "pause"], "Pause your bounty: it is not matched until you resume it")
    .addPositionalArgument(BOUNTY_ID)
    .setAction(built(() => import("./pause.ts")))
    .build(),
  writingTask(["bounty", "resume"], "Let your paused bounty go on")
    .addPositionalArgument(BOUNTY_ID)
    .setAction(built(() => import("./resume.ts")))
    .build(),
  writingTask(
    ["bounty", "withdraw"],
    "End your bounty for good, and free what is left of its budget; offers that lead stand",
  )
    .addPositionalArgument(BOUNTY_ID)
    .setAction(built(() => import("./withdraw.ts")))
    .build(),
  writingTask(
    ["bounty", "match"],
    "Match a lead with a bounty, by default with the best that fits; you get its tip after the sale",
  )
    .addPositionalArgument({ ...LEAD_ID, defaultValue: 0n })
    .addOption(optional("bounty", "The bounty's number, such as 3; the best that fits by default"))
    .addFlag({
      name: "byDon",
      description:
        "Have the DON match it, by the private criteria of the bounty that --bounty names",
    })
    .addOption(DAYS)
    .setAction(built(() => import("./match.ts")))
    .build(),
  writingTask(
    ["bounty", "record"],
    "Record that a sold lead's consumer is no new one for its buyer's bounties",
  )
    .addPositionalArgument(LEAD_ID)
    .setAction(built(() => import("./record.ts")))
    .build(),
  writingTask(
    ["bounty", "close"],
    "Close all bounties that have expired: their posters' money is free again",
  )
    .setAction(built(() => import("./close.ts")))
    .build(),
];
