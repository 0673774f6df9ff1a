import { encodeFunctionData, type TransactionReceipt } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { usdcText } from "../../codes/text.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { testUSDCAbi } from "../../generated/abis.ts";
import { LOCAL_CHAIN } from "../chainTime.ts";
import { defineAction } from "../definition.ts";
import { amount, sent } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";
import { holdings, holdingsOf } from "./getBalance.ts";
import { signPermit } from "./permit.ts";
import { usdcOf, type Usdc } from "./usdc.ts";

const parameters = z.object({
  amount,
  faucet: z.boolean().optional().describe("Mint the amount first; on a local chain only"),
  approve: z
    .boolean()
    .optional()
    .describe("Approve in a transaction of its own instead of signing a permit"),
});

const result = holdings
  .extend({ amount, by: z.enum(["allowance", "permit", "approval"]) })
  .extend(sent.shape);

/**
 * Puts USDC of the wallet into the vault: in one transaction if an allowance or a permit makes that possible, else in two.
 * @throws {LeadEngineError} `INSUFFICIENT_BALANCE`: the wallet holds less. `NOT_LOCAL`: there is no faucet on this chain.
 */
export async function deposit(
  trader: Trader,
  { amount: units, faucet = false, approve = false }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const usdc = await usdcOf(trader);
  if (faucet) await mint(trader, usdc, units);
  await requireBalance(trader, usdc, units);
  const { receipt, by } = await pay(trader, usdc, units, approve);
  const after = await holdingsOf(trader, trader.address);
  return { ...after, amount: units, by, ...receiptOf(receipt) };
}

async function pay(
  trader: Trader,
  usdc: Usdc,
  units: bigint,
  approve: boolean,
): Promise<{ receipt: TransactionReceipt; by: "allowance" | "permit" | "approval" }> {
  const { vault } = trader.contracts;
  const { abi, address: to } = vault;
  const plain = {
    to,
    data: encodeFunctionData({ abi, functionName: "deposit", args: [units] }),
    what: "Depositing",
    amounts: { amount: units },
  };
  if ((await usdc.read.allowance([trader.address, to])) >= units) {
    return { receipt: await send(trader, plain), by: "allowance" };
  }
  const permit = approve ? undefined : await signPermit(trader, usdc, units);
  if (permit !== undefined) {
    const { deadline, v, r, s } = permit;
    const args = [units, deadline, v, r, s] as const;
    const data = encodeFunctionData({ abi, functionName: "depositWithPermit", args });
    return { receipt: await send(trader, { ...plain, data }), by: "permit" };
  }
  await send(trader, {
    to: usdc.address,
    data: encodeFunctionData({ abi: usdc.abi, functionName: "approve", args: [to, units] }),
    what: "Approving",
    amounts: { allowance: units },
    then: "the deposit",
  });
  return { receipt: await send(trader, plain), by: "approval" };
}

/** Mints USDC to the trader. @throws {LeadEngineError} `NOT_LOCAL`: there is no faucet on this chain. */
export async function mint(trader: Trader, usdc: Usdc, units: bigint): Promise<void> {
  if (trader.chainId !== LOCAL_CHAIN) {
    throw new LeadEngineError(
      "NOT_LOCAL",
      `There is no faucet on chain ${trader.chainId}: USDC is money here.`,
      "Get USDC to the wallet and deposit without `faucet`; for Base Sepolia see https://faucet.circle.com.",
    );
  }
  const args = [trader.address, units] as const;
  await send(trader, {
    to: usdc.address,
    data: encodeFunctionData({ abi: testUSDCAbi, functionName: "mint", args }),
    what: `Minting ${usdcText(units)} of the local chain`,
    amounts: { minted: units },
    then: "the deposit",
  });
}

async function requireBalance(
  { address, chainId }: Trader,
  usdc: Usdc,
  units: bigint,
): Promise<void> {
  const wallet = await usdc.read.balanceOf([address]);
  if (wallet >= units) return;
  throw new LeadEngineError(
    "INSUFFICIENT_BALANCE",
    `The wallet ${address} holds ${usdcText(wallet)}; the deposit needs ${usdcText(units)}.`,
    chainId === LOCAL_CHAIN
      ? `Have it minted on the local chain: \`deposit({ amount: ${units}, faucet: true })\`.`
      : "Get USDC to the wallet, or deposit less.",
  );
}

export const depositDefinition = defineAction({
  name: "deposit",
  title: "Deposit USDC",
  description:
    "Puts USDC of the wallet into the vault, where bids and bonds are paid from. Signs a permit where the token takes one, else approves first.",
  parameters,
  result,
  readOnly: false,
  run: deposit,
});
