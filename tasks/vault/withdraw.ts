import { withdraw } from "../../deploy/sdk/actions/vault/withdraw.ts";
import { usdcText } from "../../deploy/sdk/codes/text.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { parseAddress } from "../cli/address.ts";
import { parseAmount } from "../cli/amount.ts";
import { facts } from "../cli/output.ts";
import { holdingsFacts } from "./holdingsFacts.ts";

interface WithdrawArguments extends WritingOptions {
  readonly amount: string;
  readonly to: string | undefined;
}

export default writingAction<WithdrawArguments>(async ({ amount, to }, trader) => {
  const done = await withdraw(trader, {
    ...(amount === "all" ? {} : { amount: parseAmount(amount) }),
    ...(to === undefined ? {} : { to: parseAddress(to) }),
  });
  return {
    json: done,
    text: facts([
      ["withdrawn", `${usdcText(done.amount)} to ${done.to}`],
      ...holdingsFacts(done),
      ["transaction", done.txHash],
    ]),
  };
});
