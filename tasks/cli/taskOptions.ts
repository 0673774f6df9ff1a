import { task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

/** A task that reads a deployment. */
export function clientTask(id: string[], description: string) {
  return task(id, description)
    .addOption({
      name: "graphql",
      description: "URL of the subgraph; the running stack's by default (LEAD_ENGINE_GRAPHQL)",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addOption({
      name: "ipfs",
      description:
        "URL of an IPFS node's Kubo RPC; the running stack's by default (LEAD_ENGINE_IPFS)",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addOption({
      name: "don",
      description: "URL of the DON's gateway; the running stack's by default (LEAD_ENGINE_DON)",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addOption({
      name: "beacon",
      description:
        "URL of a drand beacon, asked before the network's others; the running stack's by default (LEAD_ENGINE_BEACON)",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addFlag({ name: "json", description: "Print one JSON object in the last line" });
}

/** A task that signs. */
export function traderTask(id: string[], description: string) {
  return clientTask(id, description).addOption({
    name: "account",
    description:
      "Whose wallet signs: index or address of the network's accounts, or the configuration variable that holds its key (LEAD_ENGINE_ACCOUNT)",
    type: ArgumentType.STRING_WITHOUT_DEFAULT,
    defaultValue: undefined,
  });
}

/** A task that signs, and does its work again and again. */
export function repeatedTask(id: string[], description: string) {
  return traderTask(id, description)
    .addFlag({ name: "once", description: "Do what is due now, and end" })
    .addOption({
      name: "every",
      description: "Time from one look to the next; Base has a block every 2s",
      defaultValue: "2s",
    });
}
