import { emptyTask, task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

import { built } from "../cli/built.ts";

const JSON_FLAG = { name: "json", description: "Print one JSON object in the last line" } as const;

/** `hardhat board …`: the market in a browser. */
export const boardTasks = [
  emptyTask("board", "The market board: a page that shows a subgraph's market").build(),
  task(
    ["board", "build"],
    "Write the market board as static files, for any web server; they need no other",
  )
    .addOption({
      name: "out",
      description: "Folder to write to, which is made if it is not there, such as public/board",
      type: ArgumentType.STRING,
      defaultValue: "board",
    })
    .addOption({
      name: "graphql",
      description:
        "URL of the subgraph to show, such as https://example.org/subgraphs/name/lead-engine; by default the page asks, or takes ?subgraph=URL",
      type: ArgumentType.STRING,
      defaultValue: "",
    })
    .addFlag(JSON_FLAG)
    .setAction(built(() => import("./build.ts")))
    .build(),
  task(
    ["board", "screenshot"],
    "Take the README's picture of the board: on a stack of its own, after days of trade",
  )
    .addOption({
      name: "out",
      description: "PNG to write",
      type: ArgumentType.STRING,
      defaultValue: "deploy/board/screenshot.png",
    })
    .addFlag(JSON_FLAG)
    .setAction(built(() => import("./screenshot.ts")))
    .build(),
];
