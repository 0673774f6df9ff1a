import { encodeFunctionData } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { usdcText } from "../../codes/text.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { defineAction } from "../definition.ts";
import { address, amount, sent } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";
import { holdings, holdingsOf } from "./getBalance.ts";

const parameters = z.object({
  amount: amount.optional().describe("USDC units; all that is free if absent"),
  to: address.optional().describe("Who gets the USDC; the wallet itself if absent"),
});

const result = holdings.extend({ amount, to: address }).extend(sent.shape);

/** Takes free USDC out of the vault. @throws {LeadEngineError} `INSUFFICIENT_FREE`: less is free. */
export async function withdraw(
  trader: Trader,
  { to = trader.address, ...wanted }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { contracts, address: account } = trader;
  const { vault } = contracts;
  const { free, locked } = await holdingsOf(trader, account);
  const { amount: units = free } = wanted;
  if (units === 0n || units > free) {
    throw new LeadEngineError(
      "INSUFFICIENT_FREE",
      `${account} has ${usdcText(free)} free and ${usdcText(locked)} locked in the vault.`,
      "Withdraw at most what is free; locked money becomes free when its auctions end.",
    );
  }
  const receipt = await send(trader, {
    to: vault.address,
    data: encodeFunctionData({ abi: vault.abi, functionName: "withdraw", args: [to, units] }),
    what: "Withdrawing",
    amounts: { amount: units },
  });
  return { ...(await holdingsOf(trader, account)), amount: units, to, ...receiptOf(receipt) };
}

export const withdrawDefinition = defineAction({
  name: "withdraw",
  title: "Withdraw USDC",
  description: "Takes USDC that is free out of the vault, to the wallet or to another account.",
  parameters,
  result,
  readOnly: false,
  run: withdraw,
});
