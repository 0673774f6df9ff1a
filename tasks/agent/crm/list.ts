import { eventsOf } from "../../../deploy/agent/crm/hooks.ts";
import { plainAction } from "../../cli/action.ts";
import { grid } from "../../cli/output.ts";
import { timeText } from "../../../deploy/sdk/codes/text.ts";
import type { Delivery } from "../../../deploy/agent/crm/outbox.ts";
import { withOutbox, type CrmArguments } from "./withOutbox.ts";

interface ListArguments extends CrmArguments {
  readonly all: boolean;
}

export default plainAction<ListArguments>((args, hre) =>
  withOutbox(args, hre, async (outbox, hooks) => {
    const deliveries = await outbox.list({ all: args.all });
    const told = await Promise.all(
      hooks.map(async (hook) => {
        const { name, format } = hook;
        const { disabled } = await outbox.hook(name);
        return { name, format, events: await eventsOf(outbox, hook), disabled };
      }),
    );
    return {
      json: { hooks: told, deliveries: deliveries.map(jsonOf) },
      text: [
        grid(
          ["hook", "format", "events", "state"],
          told.map(({ name, format, events, disabled }) => [
            name,
            format,
            events.join(" ") || "none",
            disabled ? "off: it answered 410" : "on",
          ]),
        ),
        grid(
          ["event", "hook", "state", "attempts", "due", "failure"],
          deliveries.map(({ event, hook, state, attempts, dueAt, failure }) => [
            event.id,
            hook,
            state === "dead" ? "given up" : state,
            attempts,
            state === "waiting" ? timeText(Math.floor(dueAt / 1_000)) : "",
            failure ?? "",
          ]),
        ),
      ].join("\n"),
    };
  }),
);

function jsonOf({ event, dueAt, ...delivery }: Delivery): object {
  return {
    id: event.id,
    kind: event.kind,
    account: event.account,
    ...delivery,
    dueAt: Math.floor(dueAt / 1_000),
  };
}
