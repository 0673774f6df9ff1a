import { invalidatePasses } from "../../deploy/sdk/actions/compliance/invalidatePasses.ts";
import { traderAction, type TraderOptions } from "../cli/action.ts";
import { holderAddress } from "./heldCredentials.ts";

interface InvalidateArguments extends TraderOptions {
  readonly holder: string | undefined;
  readonly all: boolean;
}

export default traderAction<InvalidateArguments>(async ({ holder, all }, trader) => {
  const account = holder === undefined ? undefined : holderAddress(holder);
  const done = await invalidatePasses(trader, { account, all });
  return {
    json: { ...done, transaction: done.txHash },
    text: `Dropped the remembered passes of ${account ?? "every account"}: the engine is asked again before the next action.`,
  };
});
