import { parseEther } from "viem";

import { send } from "../../deploy/sdk/actions/send.ts";
import { depositFor } from "../../deploy/sdk/actions/vault/depositFor.ts";
import { usdcText } from "../../deploy/sdk/codes/text.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { parseAmount } from "../cli/amount.ts";
import { facts } from "../cli/output.ts";
import { agentOf } from "./agentKey.ts";

interface FundArguments extends WritingOptions {
  readonly amount: string;
  readonly eth: string;
  readonly faucet: boolean;
  readonly agent: string | undefined;
}

export default writingAction<FundArguments>(async ({ amount, eth, faucet, agent }, trader) => {
  const to = await agentOf(agent);
  const value = parseEther(eth);
  if (value > 0n) await send(trader, { to, data: "0x", value, what: `Sending ${eth} ETH for gas` });
  const done = await depositFor(trader, { account: to, amount: parseAmount(amount), faucet });
  return {
    json: { ...done, eth: value },
    text: facts([
      ["agent", to],
      ["can spend", usdcText(done.free)],
    ]),
  };
});
