import { task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

/** `hardhat market-day`: the whole protocol in one run. */
export const marketDayTask = task(
  "market-day",
  "Start the local stack, sell synthetic leads in every way there is, and check the subgraph against the chain",
)
  .addOption({
    name: "only",
    description:
      "Scenarios to run, by their short names and separated by commas, such as tie,german; all by default",
    type: ArgumentType.STRING_WITHOUT_DEFAULT,
    defaultValue: undefined,
  })
  .addOption({
    name: "leads",
    description:
      "How many leads to sell, such as 20, at most 500: one for each scenario, the rest in plain sales; 0 is one for each scenario",
    type: ArgumentType.INT,
    defaultValue: 0,
  })
  .addOption({
    name: "seed",
    description: "The same seed gives the same leads and bids",
    type: ArgumentType.STRING,
    defaultValue: "lead-engine",
  })
  .addOption({
    name: "lead",
    description:
      "A JSON file with a lead of your own, such as my-lead.json, sold first (see deploy/local/leads/lead.example.json); none by default",
    type: ArgumentType.FILE_WITHOUT_DEFAULT,
    defaultValue: undefined,
  })
  .addOption({
    name: "graphNode",
    description:
      "GraphQL URL of a running graph-node, such as http://127.0.0.1:8000; by default one is started",
    type: ArgumentType.STRING_WITHOUT_DEFAULT,
    defaultValue: undefined,
  })
  .addFlag({
    name: "chainOnly",
    description: "Run on a chain in this process: no subgraph, no IPFS, nothing else is started",
  })
  .addFlag({
    name: "serve",
    description: "Keep the stack up after the day, until ctrl-C, and print where it answers",
  })
  .addFlag({ name: "json", description: "Print the result as JSON in the last line" })
  .setAction(() => import("./action.ts"))
  .build();
