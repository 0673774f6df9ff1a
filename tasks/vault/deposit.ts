import { encodeFunctionData, parseAbi, type TransactionReceipt } from "viem";

import { traderAction, type TraderOptions } from "../client/action.ts";
import { parseAmount } from "../client/amount.ts";
import type { Trader } from "../client/client.ts";
import { usdcText } from "../client/format.ts";
import { facts } from "../client/output.ts";
import { send } from "../client/send.ts";
import { TaskError } from "../client/taskError.ts";
import { LOCAL_CHAIN } from "../protocol/chainTime.ts";
import { holdingsFacts, holdingsOf } from "./holdings.ts";
import { signPermit } from "./permit.ts";

interface DepositArguments extends TraderOptions {
  readonly amount: string;
  readonly faucet: boolean;
  readonly approve: boolean;
}

const mintAbi = parseAbi(["function mint(address to, uint256 value)"]);

export default traderAction<DepositArguments>(async ({ faucet, approve, ...args }, trader) => {
  const amount = parseAmount(args.amount);
  if (faucet) await mint(trader, amount);
  await requireBalance(trader, amount);

  const { receipt, by } = await deposit(trader, amount, approve);
  const holdings = await holdingsOf(trader, trader.address);
  const { transactionHash: txHash, gasUsed } = receipt;
  return {
    json: { ...holdings, amount, by, txHash, gasUsed },
    text: facts([
      ["deposited", `${usdcText(amount)} by ${by}`],
      ...holdingsFacts(holdings),
      ["transaction", txHash],
    ]),
  };
});

/** Deposits in one transaction where an allowance or a permit makes that possible, else in two. */
async function deposit(
  trader: Trader,
  amount: bigint,
  approve: boolean,
): Promise<{ receipt: TransactionReceipt; by: "allowance" | "permit" | "approval" }> {
  const { usdc, vault } = trader.contracts;
  const { abi } = vault;
  const plain = {
    to: vault,
    data: encodeFunctionData({ abi, functionName: "deposit", args: [amount] }),
    what: "Depositing",
  };
  if ((await usdc.read.allowance([trader.address, vault.address])) >= amount) {
    return { receipt: await send(trader, plain), by: "allowance" };
  }
  const permit = approve ? undefined : await signPermit(trader, amount);
  if (permit !== undefined) {
    const { deadline, v, r, s } = permit;
    const args = [amount, deadline, v, r, s] as const;
    const data = encodeFunctionData({ abi, functionName: "depositWithPermit", args });
    return { receipt: await send(trader, { ...plain, data }), by: "permit" };
  }
  await send(trader, {
    to: usdc,
    data: encodeFunctionData({
      abi: usdc.abi,
      functionName: "approve",
      args: [vault.address, amount],
    }),
    what: "Approving",
  });
  return { receipt: await send(trader, plain), by: "approval" };
}

async function mint(trader: Trader, amount: bigint): Promise<void> {
  if (trader.chainId !== LOCAL_CHAIN) {
    throw new TaskError(
      `There is no faucet on chain ${trader.chainId}: USDC is money here.`,
      "Leave --faucet out and get USDC to the wallet; for Base Sepolia see https://faucet.circle.com.",
    );
  }
  const args = [trader.address, amount] as const;
  await send(trader, {
    to: trader.contracts.usdc,
    data: encodeFunctionData({ abi: mintAbi, functionName: "mint", args }),
    what: `Minting ${usdcText(amount)} of the local chain`,
  });
}

async function requireBalance(
  { contracts, address, chainId }: Trader,
  amount: bigint,
): Promise<void> {
  const balance = await contracts.usdc.read.balanceOf([address]);
  if (balance >= amount) return;
  throw new TaskError(
    `The wallet ${address} holds ${usdcText(balance)}; ${usdcText(amount)} are to be deposited.`,
    chainId === LOCAL_CHAIN
      ? "Add --faucet: it mints the amount on the local chain."
      : "Get USDC to the wallet, or deposit less.",
  );
}
