import { emptyTask, task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

import { EVENT_KINDS } from "../../../deploy/agent/events.ts";
import { built } from "../../cli/built.ts";
import { OPERATOR_OPTION } from "../../cli/operatorFile.ts";

const JSON_FLAG = { name: "json", description: "Print one JSON object in the last line" } as const;
const HOOK = {
  name: "hook",
  description: "Name of the hook in the operator's file, such as crm",
} as const;

/** A task that works with the operator's hooks. */
function crmTask(verb: string, description: string) {
  return task(["agent", "crm", verb], description).addOption(OPERATOR_OPTION).addFlag(JSON_FLAG);
}

/** `hardhat agent crm …`: what is told to the operator's hooks. */
export const agentCrmTasks = [
  emptyTask(["agent", "crm"], "Tell a CRM what was won, sold and lost").build(),
  crmTask(
    "setup",
    "Create the properties of contacts in HubSpot that leads need, where they are missing",
  )
    .setAction(built(() => import("./setup.ts")))
    .build(),
  crmTask("list", "Hooks, the events that each gets, and what waits for them or was given up")
    .addFlag({ name: "all", description: "Also what was delivered" })
    .setAction(built(() => import("./list.ts")))
    .build(),
  crmTask(
    "retry",
    "Make what was given up, or waits, due at once: `agent run` or `seller run` sends it",
  )
    .addPositionalArgument({
      name: "id",
      description:
        "Id of the event, such as 31337:0x5FbD…:1:1:lead.won: see `agent crm list`; with --all none by default",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addFlag({ name: "all", description: "Make all events due" })
    .setAction(built(() => import("./retry.ts")))
    .build(),
  crmTask(
    "test",
    "Send a made-up lead, marked as a test; a hook that was off because it answered 410 is on again",
  )
    .addPositionalArgument(HOOK)
    .setAction(built(() => import("./test.ts")))
    .build(),
  crmTask("events", "Choose the events that a hook gets")
    .addPositionalArgument(HOOK)
    .addVariadicArgument({
      name: "kinds",
      description: `Some of ${EVENT_KINDS.join(", ")}; none to send nothing`,
      defaultValue: [],
    })
    .setAction(built(() => import("./events.ts")))
    .build(),
];
