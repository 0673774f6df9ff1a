import { emptyTask, task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

const graftOption = {
  name: "graft",
  description:
    "Continue from an older version on the same Graph Node: its deployment's id and the last block to take over, such as Qm…@1234; by default everything is indexed again",
  type: ArgumentType.STRING_WITHOUT_DEFAULT,
  defaultValue: undefined,
} as const;

/** `hardhat subgraph`: builds and deploys the subgraph for the deployment on `--network`. */
export const subgraphTasks = [
  emptyTask("subgraph", "Build and deploy the subgraph").build(),

  task(["subgraph", "build"], "Build the subgraph for the deployment on --network")
    .addOption({
      name: "out",
      description: "Folder to build in, such as my-subgraph; by default under cache/",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addOption(graftOption)
    .setAction(async () => ({ default: (await import("./actions.ts")).buildAction }))
    .build(),

  task(
    ["subgraph", "deploy"],
    "Deploy the subgraph to The Graph Studio (key SUBGRAPH_DEPLOY_KEY in keystore or environment), or to a Graph Node of your own",
  )
    .addOption({
      name: "slug",
      description: "Name of the subgraph there",
      type: ArgumentType.STRING,
      defaultValue: "lead-engine",
    })
    .addOption({
      name: "versionLabel",
      description: "Label of this version",
      type: ArgumentType.STRING,
      defaultValue: "v0.1.0",
    })
    .addOption({
      name: "node",
      description:
        "Admin URL of a Graph Node of your own, such as http://127.0.0.1:8020; The Graph Studio by default",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addOption({
      name: "ipfs",
      description:
        "IPFS RPC that this node reads from, such as http://127.0.0.1:5001; none by default",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addOption(graftOption)
    .setAction(async () => ({ default: (await import("./actions.ts")).deployAction }))
    .build(),
];
