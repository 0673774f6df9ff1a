import { emptyTask } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

import {
  clientTask,
  jsonTask,
  REGION_FILTER,
  traderTask,
  VERTICAL_FILTER,
  writingTask,
} from "../cli/taskOptions.ts";
import { built } from "../cli/built.ts";
import { CURSOR, LIMIT } from "../cli/pageOptions.ts";
import { plotOption } from "../cli/plot.ts";

const LEAD_ID = {
  name: "leadId",
  description: "The lead's number, such as 1",
  type: ArgumentType.BIGINT,
} as const;

const LEAD_FILE = {
  name: "file",
  description:
    "JSON of the lead, such as `npx hardhat lead example solar.residential > my-lead.json` writes",
  type: ArgumentType.FILE,
} as const;

const LEAF_VERTICAL = {
  name: "vertical",
  description: "Slug of the lead's vertical, such as solar.residential",
} as const;

/** A task that finds leads. */
function findingTask(id: string[], description: string, state: "state" | "status") {
  return clientTask(id, description)
    .addOption(VERTICAL_FILTER)
    .addOption(REGION_FILTER)
    .addOption({
      name: state,
      description:
        "Only this state, such as Sold: Unlisted (in no open auction), Listed, Sold or Erased; all by default",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addOption({
      name: "seller",
      description:
        "Only leads of this seller, such as 0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f; all by default",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addOption({
      name: "owner",
      description:
        "Only leads that this account owns, such as 0xa0Ee7A142d267C1f36714E4a8F75612F20a79720; all by default",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addOption({
      name: "minScore",
      description: "Lowest quality score, 0 to 10,000, such as 5000; 0 by default",
      type: ArgumentType.INT,
      defaultValue: 0,
    });
}

/** `hardhat lead …`: a lead from its submission to its buyer's screen, or to its end. */
export const leadTasks = [
  emptyTask("lead", "Check, sell, deliver, read and erase leads").build(),
  clientTask(
    ["lead", "example"],
    "Write an example of a lead's file that is valid now: a consumer who does not exist, with consent given a minute ago",
  )
    .addPositionalArgument(LEAF_VERTICAL)
    .setAction(built(() => import("./example.ts")))
    .build(),
  jsonTask(["lead", "schema"], "Write the JSON Schema of a lead's file in one vertical")
    .addPositionalArgument(LEAF_VERTICAL)
    .setAction(built(() => import("./schema.ts")))
    .build(),
  clientTask(
    ["lead", "check"],
    "Check a lead's file and show the score it would get, part by part; signs and sends nothing",
  )
    .addPositionalArgument(LEAD_FILE)
    .setAction(built(() => import("./check.ts")))
    .build(),
  writingTask(
    ["lead", "submit"],
    "Encrypt a lead, or a batch of them, have the DON attest it, and put it up for auction; costs no gas",
  )
    .addPositionalArgument({
      ...LEAD_FILE,
      type: ArgumentType.FILE_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addOption({
      name: "batch",
      description:
        "Submit all leads of a folder of lead files, or of a CSV whose first line has their field paths; such as my-leads.csv; one lead's file by default. Run it again to go on where it was broken off. Exit code 1 where a lead failed",
      type: ArgumentType.FILE_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addFlag({
      name: "instant",
      description:
        "Sell at once to the best bounty at or above the reserve, as `terms.instantSale` of the file does",
    })
    .addFlag({
      name: "onChain",
      description:
        "Post the encrypted package on chain, for gas, instead of handing it to the DON's server",
    })
    .addOption({
      name: "deadline",
      description: "How long your signature is valid: 90s, 10m, 2h or 1d",
      type: ArgumentType.STRING,
      defaultValue: "1h",
    })
    .setAction(built(() => import("./submit.ts")))
    .build(),
  findingTask(["lead", "list"], "List leads: state, public attributes, reserve and price", "state")
    .addOption(LIMIT)
    .addOption(CURSOR)
    .setAction(built(() => import("./list.ts")))
    .build(),
  findingTask(
    ["lead", "export"],
    "Write all leads that fit a filter as CSV or JSON: public data only",
    "status",
  )
    .addPositionalArgument({
      name: "format",
      description:
        "csv, the default: a table for spreadsheets, money in USDC; or json: money in USDC units (6 decimals)",
      defaultValue: "csv",
    })
    .addOption({
      name: "days",
      description: "Only leads minted within so many days, such as 30; 0, the default, for all",
      type: ArgumentType.INT,
      defaultValue: 0,
    })
    .setAction(built(() => import("./export.ts")))
    .build(),
  clientTask(
    ["lead", "show"],
    "Show a lead: what the chain holds of it, what it waits for, and its story",
  )
    .addPositionalArgument(LEAD_ID)
    .addOption(plotOption("its score, part by part,"))
    .setAction(built(() => import("./show.ts")))
    .build(),
  writingTask(
    ["lead", "deliver"],
    "Re-encrypt a sold lead to its buyer and get paid, in one transaction",
  )
    .addPositionalArgument(LEAD_ID)
    .setAction(built(() => import("./deliver.ts")))
    .build(),
  writingTask(
    ["lead", "accept"],
    "Agree to receive a lead outside a sale: writes the acceptance that its owner needs, for lead deliver-to",
  )
    .addPositionalArgument(LEAD_ID)
    .addOption({
      name: "validFor",
      description: "How long it is valid: 90s, 10m, 2h or 1d; 1h by default",
      type: ArgumentType.STRING,
      defaultValue: "1h",
    })
    .setAction(built(() => import("./accept.ts")))
    .build(),
  writingTask(
    ["lead", "deliver-to"],
    "Hand a lead of yours and its key over outside a sale, to a receiver that has accepted it; no money moves",
  )
    .addPositionalArgument({
      name: "file",
      description:
        "What the receiver wrote, such as acceptance.json of `npx hardhat lead accept 1 > acceptance.json`",
      type: ArgumentType.FILE,
    })
    .setAction(built(() => import("./deliverTo.ts")))
    .build(),
  writingTask(
    ["lead", "cancel"],
    "Cancel a submission that you have signed and that no report has used, so that its lead is never minted",
  )
    .addPositionalArgument({
      name: "submission",
      description: "Its number, which lead submit told, such as 8123",
      type: ArgumentType.BIGINT,
    })
    .setAction(built(() => import("./cancel.ts")))
    .build(),
  writingTask(
    ["lead", "erase"],
    "Permanently erase a lead that you own; the consumer of an unsold one can be submitted again",
  )
    .addPositionalArgument(LEAD_ID)
    .setAction(built(() => import("./erase.ts")))
    .build(),
  traderTask(["lead", "decrypt"], "Read a lead that you own: personal data")
    .addPositionalArgument(LEAD_ID)
    .addOption({
      name: "out",
      description:
        "Write it to this new file, such as lead-1.json, readable only by you; to the terminal by default",
      type: ArgumentType.FILE_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .setAction(built(() => import("./decrypt.ts")))
    .build(),
];
