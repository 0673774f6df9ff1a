import { encodeFunctionData } from "viem";

import { traderAction, type TraderOptions } from "../client/action.ts";
import { send } from "../client/send.ts";
import { TaskError } from "../client/taskError.ts";
import { holderAddress } from "../credential/holder.ts";
import { complianceOf } from "./registries.ts";
import { requirePermission } from "./requirePermission.ts";

interface InvalidateArguments extends TraderOptions {
  readonly holder: string | undefined;
  readonly all: boolean;
}

/** Drops remembered passes of one account or of all. */
export default traderAction<InvalidateArguments>(async ({ holder, all }, trader) => {
  if (all === (holder !== undefined)) {
    throw new TaskError(
      all ? "An account and --all exclude each other." : "Whose passes?",
      "Name the account, or give --all for every account.",
    );
  }
  const account = holder === undefined ? undefined : holderAddress(holder);
  const compliance = await complianceOf(trader);
  const { gate } = compliance;
  const call =
    account === undefined
      ? ({ abi: gate.abi, functionName: "invalidateAll" } as const)
      : ({ abi: gate.abi, functionName: "invalidate", args: [account] } as const);
  await requirePermission(compliance, trader.address, gate, call.functionName);
  const receipt = await send(trader, {
    to: gate,
    data: encodeFunctionData(call),
    what: "Dropping remembered passes",
  });
  const whose = account ?? "every account";
  return {
    json: { account: account ?? null, all, transaction: receipt.transactionHash },
    text: `Dropped the remembered passes of ${whose}: the engine is asked again before the next action.`,
  };
});
