import { emptyTask, task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

/** `hardhat bench index`: how fast the subgraph indexes and answers. */
export const benchTasks = [
  emptyTask("bench", "Measure how fast the parts around the contracts are").build(),
  task(
    ["bench", "index"],
    "Measure indexing beside a minimal subgraph, and the subgraph's queries; fails below 0.6 of the minimal one's speed",
  )
    .addOption({
      name: "leads",
      description: "How many leads are sold on the chain that is indexed, 10 to 500",
      type: ArgumentType.INT,
      defaultValue: 200,
    })
    .addOption({
      name: "rounds",
      description:
        "How often each subgraph indexes the chain, by turns; the fastest rounds are compared",
      type: ArgumentType.INT,
      defaultValue: 5,
    })
    .addOption({
      name: "repetitions",
      description: "How often each query is asked",
      type: ArgumentType.INT,
      defaultValue: 300,
    })
    .addFlag({ name: "json", description: "Print the result as JSON in the last line" })
    .setAction(() => import("./action.ts"))
    .build(),
];
