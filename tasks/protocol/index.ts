import { emptyTask } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

import { built } from "../cli/built.ts";
import { clientTask } from "../cli/taskOptions.ts";

/** `hardhat protocol …`: how a deployment is. */
export const protocolTasks = [
  emptyTask("protocol", "See how a deployment and what it depends on are").build(),
  clientTask(
    ["protocol", "status"],
    "Check VRF, workflows, feeds, sequencer, reserves, the DON's key and the pause; fails if anything needs action, and says what to do",
  )
    .addOption({
      name: "leastVrf",
      description:
        "Below this the VRF subscription is low, in LINK or the native token, such as 5; 5 LINK or 0.01 by default",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .setAction(built(() => import("./status.ts")))
    .build(),
];
