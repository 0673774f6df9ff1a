import { emptyTask } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

import { clientTask, traderTask } from "../cli/taskOptions.ts";
import { built } from "../cli/built.ts";

const LEAD_ID = {
  name: "leadId",
  description: "The lead's number",
  type: ArgumentType.BIGINT,
} as const;

const LEAD_FILE = {
  name: "file",
  description: "JSON of the lead: see deploy/local/leads/lead.example.json",
  type: ArgumentType.FILE,
} as const;

/** `hardhat lead …`: a lead from its submission to its buyer's screen, or to its end. */
export const leadTasks = [
  emptyTask("lead", "Check, sell, deliver, read and erase leads").build(),
  clientTask(
    ["lead", "check"],
    "Check a lead's file and show the score it would get, part by part; signs and sends nothing",
  )
    .addPositionalArgument(LEAD_FILE)
    .setAction(built(() => import("./check.ts")))
    .build(),
  traderTask(
    ["lead", "submit"],
    "Encrypt a lead, have the DON attest it, and put it up for auction; costs no gas",
  )
    .addPositionalArgument(LEAD_FILE)
    .addFlag({
      name: "dryRun",
      description: "Say what the lead would score and what listing it would lock, and stop there",
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
  clientTask(
    ["lead", "show"],
    "Show a lead: what the chain holds of it, what it waits for, and its story",
  )
    .addPositionalArgument(LEAD_ID)
    .setAction(built(() => import("./show.ts")))
    .build(),
  traderTask(
    ["lead", "deliver"],
    "Re-encrypt a sold lead to its buyer and get paid, in one transaction",
  )
    .addPositionalArgument(LEAD_ID)
    .setAction(built(() => import("./deliver.ts")))
    .build(),
  traderTask(
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
      description: "Write it to this new file, readable only by you, instead of the terminal",
      type: ArgumentType.FILE_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .setAction(built(() => import("./decrypt.ts")))
    .build(),
];
