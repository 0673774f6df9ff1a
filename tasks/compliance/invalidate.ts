import { invalidatePasses } from "../../deploy/sdk/actions/compliance/invalidatePasses.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { holderAddress } from "./heldCredentials.ts";

interface InvalidateArguments extends WritingOptions {
  readonly holder: string | undefined;
  readonly all: boolean;
}

export default writingAction<InvalidateArguments>(async ({ holder, all }, trader) => {
  const account = holder === undefined ? undefined : holderAddress(holder);
  const done = await invalidatePasses(trader, { account, all });
  return {
    json: { ...done, transaction: done.txHash },
    text: `Dropped the remembered passes of ${account ?? "every account"}: the engine is asked again before the next action.`,
  };
});
