import { LeadEngineError } from "../../../deploy/sdk/errors/leadEngineError.ts";
import { plainAction } from "../../cli/action.ts";
import { withOutbox, type CrmArguments } from "./withOutbox.ts";

interface RetryArguments extends CrmArguments {
  readonly id: string | undefined;
  readonly all: boolean;
}

export default plainAction<RetryArguments>((args, hre) =>
  withOutbox(args, hre, async (outbox) => {
    const { id, all } = args;
    if (all === (id !== undefined)) {
      throw new LeadEngineError(
        "INVALID_CHOICE",
        "Name one event, or all of them.",
        "`npx hardhat agent crm retry ID`, or --all; `npx hardhat agent crm list` shows the ids.",
      );
    }
    const due = await outbox.retry(id, Date.now());
    if (due === 0 && id !== undefined) {
      throw new LeadEngineError(
        "UNKNOWN_EVENT",
        "No event of this id waits or was given up.",
        "`npx hardhat agent crm list` shows those that do.",
      );
    }
    return { json: { due }, text: `${due} deliveries are due: the next pass sends them.` };
  }),
);
