import { emptyTask, task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

import { built } from "../cli/built.ts";
import { OPERATOR_OPTION } from "../cli/operatorFile.ts";
import { traderTask, writingTask } from "../cli/taskOptions.ts";
import { agentCrmTasks } from "./crm/index.ts";

const JSON_FLAG = { name: "json", description: "Print one JSON object in the last line" } as const;
const AGENT = {
  name: "agent",
  description:
    "The agent's address, such as 0x70997970C51812dc3A010C7d01b50e0d17dc79C8; that of this machine's key by default",
  type: ArgumentType.STRING_WITHOUT_DEFAULT,
  defaultValue: undefined,
} as const;
const PRINCIPAL = {
  name: "principal",
  description:
    "An account of the identity whose credentials the agent uses, such as 0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
} as const;

/** `hardhat agent …`: software that buys leads. Tasks sign with the agent's own key unless `--account` names another. */
export const agentTasks = [
  emptyTask("agent", "Let software buy leads and put them into a CRM").build(),
  traderTask(
    ["agent", "run"],
    "Judge new leads by the rules, bid on them, open the bids, receive what is won and tell the CRM, until ctrl-C or agent stop. " +
      "Goes on where it was, however it ended",
  )
    .addOption(OPERATOR_OPTION)
    .addFlag({ name: "once", description: "Do what is due now, and end" })
    .addOption({
      name: "every",
      description: "Time from one look to the next where nothing new is pushed: 2s, 1m",
      defaultValue: "2s",
    })
    .addOption({
      name: "ws",
      description:
        "WebSocket that pushes new blocks and leads and is read from, such as ws://127.0.0.1:8545; the running stack's by default",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .setAction(built(() => import("./run.ts")))
    .build(),
  traderTask(
    ["agent", "status"],
    "Whether the agent runs, what it judged, skipped and bid, what it spent and what is left",
  )
    .addOption(OPERATOR_OPTION)
    .setAction(built(() => import("./status.ts")))
    .build(),
  traderTask(["agent", "stop"], "Stop the agent that runs in another terminal")
    .setAction(built(() => import("./stop.ts")))
    .build(),
  task(
    ["agent", "migrate"],
    "Make the tables of the database that agents of several machines share, or bring them up to this version",
  )
    .addOption(OPERATOR_OPTION)
    .addFlag(JSON_FLAG)
    .setAction(built(() => import("./migrate.ts")))
    .build(),
  emptyTask(["agent", "rules"], "What the agent bids on").build(),
  task(["agent", "rules", "set"], "Replace the agent's rules by those of a JSON file")
    .addPositionalArgument({
      name: "file",
      description: "JSON of the rules, such as my-rules.json",
    })
    .addOption(OPERATOR_OPTION)
    .addFlag(JSON_FLAG)
    .setAction(built(() => import("./setRules.ts")))
    .build(),
  task(["agent", "rules", "show"], "Show the agent's rules")
    .addOption(OPERATOR_OPTION)
    .addFlag(JSON_FLAG)
    .setAction(built(() => import("./showRules.ts")))
    .build(),
  traderTask(
    ["agent", "rules", "test"],
    "Judge the leads of the last days by the rules: what they would have bid on and spent. Sends nothing",
  )
    .addOption(OPERATOR_OPTION)
    .addOption({
      name: "days",
      description: "How many days back, 1 to 90; 7 by default",
      type: ArgumentType.INT,
      defaultValue: 7,
    })
    .setAction(built(() => import("./testRules.ts")))
    .build(),
  emptyTask(
    ["agent", "key"],
    "The agent's own key, which spends its own vault balance only",
  ).build(),
  task(["agent", "key", "create"], "Make the agent's key; prints its address, never the key")
    .addFlag(JSON_FLAG)
    .setAction(built(() => import("./createKey.ts")))
    .build(),
  writingTask(
    ["agent", "key", "link"],
    "Let the agent act with a principal's credentials, as its identity's one bidding account; for the compliance role",
  )
    .addPositionalArgument(PRINCIPAL)
    .addOption(AGENT)
    .setAction(built(() => import("./linkKey.ts")))
    .build(),
  writingTask(
    ["agent", "key", "fund"],
    "Put USDC into the vault for the agent, and ETH for gas on its account: that is all it can spend",
  )
    .addPositionalArgument({ name: "amount", description: "USDC, such as 500" })
    .addOption({
      name: "eth",
      description: "ETH for gas, such as 0.01; none by default",
      defaultValue: "0",
    })
    .addFlag({ name: "faucet", description: "Mint the USDC first; on a local chain only" })
    .addOption(AGENT)
    .setAction(built(() => import("./fundKey.ts")))
    .build(),
  writingTask(
    ["agent", "key", "revoke"],
    "Take the agent out of its principal's identity; for the compliance role",
  )
    .addPositionalArgument(PRINCIPAL)
    .addOption(AGENT)
    .setAction(built(() => import("./revokeKey.ts")))
    .build(),
  ...agentCrmTasks,
];
