import { deposit } from "../../deploy/sdk/actions/vault/deposit.ts";
import { usdcText } from "../../deploy/sdk/codes/text.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { parseAmount } from "../cli/amount.ts";
import { facts } from "../cli/output.ts";
import { holdingsFacts } from "./holdingsFacts.ts";

interface DepositArguments extends WritingOptions {
  readonly amount: string;
  readonly faucet: boolean;
  readonly approve: boolean;
}

export default writingAction<DepositArguments>(async ({ faucet, approve, ...args }, trader) => {
  const done = await deposit(trader, { amount: parseAmount(args.amount), faucet, approve });
  return {
    json: done,
    text: facts([
      ["deposited", `${usdcText(done.amount)} by ${done.by}`],
      ...holdingsFacts(done),
      ["transaction", done.txHash],
    ]),
  };
});
