import { chooseEvents } from "../../../deploy/agent/crm/hooks.ts";
import { EVENT_KINDS, type EventKind } from "../../../deploy/agent/events.ts";
import { LeadEngineError } from "../../../deploy/sdk/errors/leadEngineError.ts";
import { plainAction } from "../../cli/action.ts";
import { withOutbox, type CrmArguments } from "./withOutbox.ts";

interface EventsArguments extends CrmArguments {
  readonly hook: string;
  readonly kinds: readonly string[];
}

export default plainAction<EventsArguments>((args, hre) =>
  withOutbox(args, hre, async (outbox, hooks) => {
    const kinds = args.kinds.map(kindOf);
    const { name } = await chooseEvents(outbox, hooks, { name: args.hook }, kinds);
    return {
      json: { hook: name, events: kinds },
      text: kinds.length === 0 ? `${name} gets no events.` : `${name} gets ${kinds.join(", ")}.`,
    };
  }),
);

function kindOf(word: string): EventKind {
  const kind = EVENT_KINDS.find((one) => one === word);
  if (kind !== undefined) return kind;
  throw new LeadEngineError(
    "UNKNOWN_EVENT",
    "That is not an event that hooks can get.",
    `Choose some of ${EVENT_KINDS.join(", ")}.`,
  );
}
