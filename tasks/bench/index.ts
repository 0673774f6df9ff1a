import { emptyTask, task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";
import { built } from "../cli/built.ts";

/** `hardhat bench index`: how fast the subgraph indexes and answers. */
export const benchTasks = [
  emptyTask("bench", "Measure how fast the parts around the contracts are").build(),
  task(
    ["bench", "index"],
    "Measure how fast the subgraph indexes, answers of a new block, and answers its queries; fails where a goal is missed",
  )
    .addOption({
      name: "leads",
      description:
        "How many leads the chain has that is indexed, 120 to 20,000; they take about a quarter of a second each",
      type: ArgumentType.INT,
      defaultValue: 500,
    })
    .addOption({
      name: "repetitions",
      description: "How often each query is asked",
      type: ArgumentType.INT,
      defaultValue: 200,
    })
    .addOption({
      name: "blocks",
      description: "Of how many new blocks the answer is waited for, one every 2 s",
      type: ArgumentType.INT,
      defaultValue: 30,
    })
    .addOption({
      name: "quietTimes",
      description: "How often a minute passes without a block before one is waited for",
      type: ArgumentType.INT,
      defaultValue: 1,
    })
    .addFlag({ name: "json", description: "Print the result as JSON in the last line" })
    .setAction(built(() => import("./action.ts")))
    .build(),
];
