import { emptyTask } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

import { built } from "../cli/built.ts";
import { clientTask, writingTask } from "../cli/taskOptions.ts";

const SLUG = {
  name: "slug",
  description: "Slug of a vertical or root, such as solar.residential",
} as const;

/** `hardhat vertical …`: what kinds of leads there are, and by which rules they are sold. */
export const verticalTasks = [
  emptyTask(
    "vertical",
    "See and configure verticals: kinds of leads, and the rules of their sale",
  ).build(),
  clientTask(["vertical", "list"], "List verticals with their rules")
    .addPositionalArgument({
      name: "slug",
      description: "Only verticals whose slug begins so, such as solar; all by default",
      defaultValue: "",
    })
    .setAction(built(() => import("./list.ts")))
    .build(),
  clientTask(
    ["vertical", "show"],
    "Show a vertical's rules and the public questions that its leads answer",
  )
    .addPositionalArgument(SLUG)
    .setAction(built(() => import("./show.ts")))
    .build(),
  writingTask(
    ["vertical", "configure"],
    "Set a vertical's rules as a file has them: schedules the call, and executes it when repeated after the delay; for the configurator",
  )
    .addPositionalArgument(SLUG)
    .addOption({
      name: "file",
      description:
        "JSON of verticals, such as my-verticals.json; deploy/parameters/verticals.json by default",
      type: ArgumentType.FILE_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .setAction(built(() => import("./configure.ts")))
    .build(),
];
