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
      description: "GraphQL of the subgraph",
      type: ArgumentType.INT,
      defaultValue: 8_000,
    })
    .addOption({
      name: "statusPort",
      description: "Graph Node's indexing status",
      type: ArgumentType.INT,
      defaultValue: 8_030,
    })
    .addOption({
      name: "ipfsPort",
      description: "Kubo RPC and gateway of the IPFS node",
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
      description: "The local drand beacon, which opens timelocked bids",
      type: ArgumentType.INT,
      defaultValue: 8_700,
    })
    .addOption({
      name: "vendorsPort",
      description: "The local verification vendors, which can be made to fail",
      type: ArgumentType.INT,
      defaultValue: 8_800,
    })
    .addOption({
      name: "graphiqlPort",
      description: "GraphiQL for the subgraph",
      type: ArgumentType.INT,
      defaultValue: 8_001,
    })
    .addOption({
      name: "data",
      description:
        "Folder that keeps ciphertexts and logs; chain and index are new at each start. By default temporary",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addOption({
      name: "graphNode",
      description:
        "GraphQL URL of a running Graph Node, such as http://127.0.0.1:8000, to use instead of starting one",
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
