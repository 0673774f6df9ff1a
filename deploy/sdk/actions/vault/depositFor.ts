import { encodeFunctionData } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { usdcText } from "../../codes/text.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { testUSDCAbi } from "../../generated/abis.ts";
import { defineAction } from "../definition.ts";
import { address, amount, sent } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";
import { mint } from "./deposit.ts";
import { holdings, holdingsOf } from "./getBalance.ts";
import { usdcOf } from "./usdc.ts";

const parameters = z.object({
  account: address.describe("Whose balance in the vault grows, such as an agent's"),
  amount,
  faucet: z.boolean().optional().describe("Mint the amount first; on a local chain only"),
});

const result = holdings.extend({ amount }).extend(sent.shape);

/**
 * Puts USDC of the wallet into the vault for another account, which can spend it and withdraw it from then on.
 * @throws {LeadEngineError} `INSUFFICIENT_BALANCE`: the wallet holds less.
 */
export async function depositFor(
  trader: Trader,
  { account, amount: units, faucet = false }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { vault } = trader.contracts;
  const usdc = await usdcOf(trader);
  if (faucet) await mint(trader, usdc, units);
  const held = await usdc.read.balanceOf([trader.address]);
  if (held < units) {
    throw new LeadEngineError(
      "INSUFFICIENT_BALANCE",
      `${trader.address} holds ${usdcText(held)}, less than ${usdcText(units)}.`,
      "Deposit less, or get USDC first.",
    );
  }
  if ((await usdc.read.allowance([trader.address, vault.address])) < units) {
    await send(trader, {
      to: usdc.address,
      data: encodeFunctionData({
        abi: testUSDCAbi,
        functionName: "approve",
        args: [vault.address, units],
      }),
      what: "Approving",
    });
  }
  const receipt = await send(trader, {
    to: vault.address,
    data: encodeFunctionData({
      abi: vault.abi,
      functionName: "depositFor",
      args: [account, units],
    }),
    what: "Depositing",
  });
  return { ...(await holdingsOf(trader, account)), amount: units, ...receiptOf(receipt) };
}

export const depositForDefinition = defineAction({
  name: "depositFor",
  title: "Deposit for another account",
  description:
    "Puts USDC of the wallet into the vault for another account, such as an agent's: that is all the agent can ever spend.",
  parameters,
  result,
  readOnly: false,
  run: depositFor,
});
