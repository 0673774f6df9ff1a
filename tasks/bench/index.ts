import { emptyTask, task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

import { built } from "../cli/built.ts";

/**
 * `hardhat bench index`: how fast the subgraph indexes and answers. `hardhat bench keeper`: what keeping auctions costs.
 * `hardhat bench score`: what scoring leads takes. `hardhat bench bounty`: what matches cost, and how fast an instant sale is.
 * `hardhat bench agent`: how fast agents buy. `hardhat bench cli`: how fast commands are.
 */
export const benchTasks = [
  emptyTask("bench", "Measure how fast the parts around the contracts are").build(),
  task(
    ["bench", "index"],
    "Measure how fast the subgraph indexes, includes a new block in its answers, and answers its queries; fails where a goal is missed",
  )
    .addOption({
      name: "leads",
      description:
        "Leads on the indexed chain, 120 to 20,000; each takes about a quarter of a second",
      type: ArgumentType.INT,
      defaultValue: 500,
    })
    .addOption({
      name: "repetitions",
      description: "How often to ask each query",
      type: ArgumentType.INT,
      defaultValue: 200,
    })
    .addOption({
      name: "blocks",
      description: "How many new blocks to wait for, one every 2 s",
      type: ArgumentType.INT,
      defaultValue: 30,
    })
    .addOption({
      name: "quietTimes",
      description: "How many blocks after a quiet minute to wait for",
      type: ArgumentType.INT,
      defaultValue: 1,
    })
    .addFlag({ name: "json", description: "Print the result as JSON in the last line" })
    .setAction(built(() => import("./action.ts")))
    .build(),
  task(
    ["bench", "keeper"],
    "Measure what keeping many open auctions costs; fails where a goal is missed",
  )
    .addOption({
      name: "auctions",
      description: "Open auctions, 100 to 1,000",
      type: ArgumentType.INT,
      defaultValue: 1_000,
    })
    .addFlag({ name: "json", description: "Print the result as JSON in the last line" })
    .setAction(built(() => import("./keeper.ts")))
    .build(),
  task(
    ["bench", "score"],
    "Measure what scoring leads by the CRE workflow takes; fails where a goal is missed",
  )
    .addOption({
      name: "runs",
      description: "Full runs of the workflow, 1 to 100; each takes a few seconds",
      type: ArgumentType.INT,
      defaultValue: 10,
    })
    .addFlag({ name: "json", description: "Print the result as JSON in the last line" })
    .setAction(built(() => import("./score.ts")))
    .build(),
  task(
    ["bench", "bounty"],
    "Measure what matches with bounties cost, and how fast an instant sale is; fails where a goal is missed",
  )
    .addFlag({ name: "json", description: "Print the result as JSON in the last line" })
    .setAction(built(() => import("./bounty.ts")))
    .build(),
  task(
    ["bench", "agent"],
    "Measure how fast agents bid on new leads and put those that they win into a CRM; fails where a goal is missed",
  )
    .addOption({
      name: "leads",
      description: "Leads that arrive singly, 1 to 5,000; each takes about a second",
      type: ArgumentType.INT,
      defaultValue: 200,
    })
    .addOption({
      name: "agents",
      description: "How many agents bid on all of them, 1 to 5",
      type: ArgumentType.INT,
      defaultValue: 5,
    })
    .addFlag({ name: "json", description: "Print the result as JSON in the last line" })
    .setAction(built(() => import("./agent/action.ts")))
    .build(),
  task(
    ["bench", "cli"],
    "Measure how fast commands start and answer, beside Hardhat's own start; fails where a goal is missed",
  )
    .addOption({
      name: "runs",
      description: "How often each command runs, 1 to 100; all take a few seconds together",
      type: ArgumentType.INT,
      defaultValue: 5,
    })
    .addFlag({ name: "json", description: "Print the result as JSON in the last line" })
    .setAction(built(() => import("./cli.ts")))
    .build(),
];
