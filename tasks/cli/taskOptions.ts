import { task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

/** A task that needs nothing but itself. */
export function jsonTask(id: string[], description: string) {
  return task(id, description).addFlag({
    name: "json",
    description: "Print one JSON object in the last line",
  });
}

/** A task that reads a deployment. */
export function clientTask(id: string[], description: string) {
  return task(id, description)
    .addOption({
      name: "graphql",
      description:
        "URL of the subgraph, such as http://127.0.0.1:8000/subgraphs/name/lead-engine; the running stack's by default (LEAD_ENGINE_GRAPHQL)",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addOption({
      name: "ipfs",
      description:
        "URL of an IPFS node's Kubo RPC, such as http://127.0.0.1:5001; the running stack's by default (LEAD_ENGINE_IPFS)",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addOption({
      name: "don",
      description:
        "URL of the DON's gateway, such as http://127.0.0.1:8600; the running stack's by default (LEAD_ENGINE_DON)",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addOption({
      name: "beacon",
      description:
        "URL of a drand beacon, such as http://127.0.0.1:8700, asked before the network's others; the running stack's by default (LEAD_ENGINE_BEACON)",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addFlag({ name: "json", description: "Print one JSON object in the last line" });
}

/** A task that signs and sends nothing. */
export function traderTask(id: string[], description: string) {
  return clientTask(id, description).addOption({
    name: "account",
    description:
      "Whose wallet signs, such as 8 or SELLER_KEY: index or address of the network's accounts, or the configuration variable that holds its key; the network's only account by default (LEAD_ENGINE_ACCOUNT)",
    type: ArgumentType.STRING_WITHOUT_DEFAULT,
    defaultValue: undefined,
  });
}

/** Flags of what sends. */
export const DRY_RUN_FLAG = {
  name: "dryRun",
  description:
    "Check and try everything, show what would be sent with amounts, gas and network, and send nothing",
} as const;
export const YES_FLAG = {
  name: "yes",
  description: "Send without asking; a live network asks before each transaction",
} as const;

/** A task that signs and writes: every one can be tried, and asks on a live network before it sends. */
export function writingTask(id: string[], description: string) {
  return traderTask(id, description).addFlag(DRY_RUN_FLAG).addFlag(YES_FLAG);
}

/** A task that writes, and does its work again and again. */
export function repeatedTask(id: string[], description: string) {
  return writingTask(id, description)
    .addFlag({ name: "once", description: "Do what is due now, and end" })
    .addOption({
      name: "every",
      description: "Time from one look to the next; Base has a block every 2s",
      defaultValue: "2s",
    });
}

/** Only what is in a vertical. */
export const VERTICAL_FILTER = {
  name: "vertical",
  description: "Only this vertical or root, such as solar or solar.residential; all by default",
  defaultValue: "",
} as const;

/** Only what is in a region. */
export const REGION_FILTER = {
  name: "region",
  description: "Only this country or subdivision, such as US or US-TX; all by default",
  defaultValue: "",
} as const;
