import { encodeFunctionData } from "viem";

import { traderAction, type TraderOptions } from "../client/action.ts";
import { parseAddress } from "../client/address.ts";
import { parseAmount } from "../client/amount.ts";
import { usdcText } from "../client/format.ts";
import { facts } from "../client/output.ts";
import { send } from "../client/send.ts";
import { TaskError } from "../client/taskError.ts";
import { holdingsFacts, holdingsOf } from "./holdings.ts";

interface WithdrawArguments extends TraderOptions {
  readonly amount: string;
  readonly to: string | undefined;
}

export default traderAction<WithdrawArguments>(async (args, trader) => {
  const { contracts, address } = trader;
  const { vault } = contracts;
  const to = args.to === undefined ? address : parseAddress(args.to);
  const { free, locked } = await holdingsOf(trader, address);
  const amount = args.amount === "all" ? free : parseAmount(args.amount);
  if (amount === 0n || amount > free) {
    throw new TaskError(
      `${address} has ${usdcText(free)} free and ${usdcText(locked)} locked in the vault.`,
      "Withdraw what is free at most; locked money comes free when its auctions end.",
    );
  }
  const { transactionHash: txHash, gasUsed } = await send(trader, {
    to: vault,
    data: encodeFunctionData({ abi: vault.abi, functionName: "withdraw", args: [to, amount] }),
    what: "Withdrawing",
  });
  const holdings = await holdingsOf(trader, address);
  return {
    json: { ...holdings, amount, to, txHash, gasUsed },
    text: facts([
      ["withdrawn", `${usdcText(amount)} to ${to}`],
      ...holdingsFacts(holdings),
      ["transaction", txHash],
    ]),
  };
});
