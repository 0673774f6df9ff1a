import { task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";
import { built } from "../cli/built.ts";

const JSON_FLAG = { name: "json", description: "Print one JSON object in the last line" } as const;

/** `hardhat stack …`: everything that the protocol needs, on this machine. */
export const stackTasks = [
  task(
    "stack",
    "Start a chain with the protocol, IPFS, the local DON and the subgraph; stays up until ctrl-C",
  )
    .addOption({
      name: "rpcPort",
      description: "JSON-RPC and WebSocket of the chain; 0 takes a free port, as for all ports",
      type: ArgumentType.INT,
      defaultValue: 8_545,
    })
    .addOption({
      name: "graphqlPort",
      description: "Port of the subgraph's GraphQL",
      type: ArgumentType.INT,
      defaultValue: 8_000,
    })
    .addOption({
      name: "statusPort",
      description: "Port of Graph Node's indexing status",
      type: ArgumentType.INT,
      defaultValue: 8_030,
    })
    .addOption({
      name: "ipfsPort",
      description: "Port of the IPFS node's Kubo RPC and gateway",
      type: ArgumentType.INT,
      defaultValue: 5_001,
    })
    .addOption({
      name: "donPort",
      description: "Where sellers hand leads to the local DON",
      type: ArgumentType.INT,
      defaultValue: 8_600,
    })
    .addOption({
      name: "beaconPort",
      description: "Port of the local drand beacon, which opens timelocked bids",
      type: ArgumentType.INT,
      defaultValue: 8_700,
    })
    .addOption({
      name: "vendorsPort",
      description: "Port of the local verification vendors, which can be made to fail",
      type: ArgumentType.INT,
      defaultValue: 8_800,
    })
    .addOption({
      name: "graphiqlPort",
      description: "Port of GraphiQL for the subgraph",
      type: ArgumentType.INT,
      defaultValue: 8_001,
    })
    .addOption({
      name: "boardPort",
      description: "Port of the market board",
      type: ArgumentType.INT,
      defaultValue: 8_002,
    })
    .addOption({
      name: "data",
      description:
        "Folder that keeps ciphertexts and logs, such as my-stack; chain and index are new at each start. A temporary one by default",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addOption({
      name: "graphNode",
      description:
        "GraphQL URL of a running Graph Node, such as http://127.0.0.1:8000; by default one is started",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addFlag({
      name: "json",
      description: "When ready, print one line of JSON with URLs, addresses and accounts",
    })
    .setAction(built(() => import("./action.ts")))
    .build(),
  task(
    ["stack", "status"],
    "Show whether a stack runs, where, and how far its chain and subgraph are",
  )
    .addFlag(JSON_FLAG)
    .setAction(built(() => import("./status.ts")))
    .build(),
  task(["stack", "stop"], "Stop the running stack, whichever terminal it is in")
    .addFlag(JSON_FLAG)
    .setAction(built(() => import("./stop.ts")))
    .build(),
];
