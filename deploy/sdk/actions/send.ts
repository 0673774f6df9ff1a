import type { Address, FeeValuesEIP1559, Hex, TransactionReceipt } from "viem";
import {
  call,
  estimateGas,
  getTransactionReceipt,
  sendTransaction,
  waitForTransactionReceipt,
} from "viem/actions";
import { z } from "zod";

import type { Trader } from "../client.ts";
import { timeText } from "../codes/text.ts";
import { LeadEngineError } from "../errors/leadEngineError.ts";

/** A call that changes the chain. */
export interface Transaction {
  /** Undefined to deploy code. */
  readonly to: Address | undefined;
  /** See viem's `encodeFunctionData` and `encodeDeployData`. */
  readonly data: Hex;
  /** What it does, for the user: `Committing the bid`. */
  readonly what: string;
  /** Wei that it brings; none if absent. */
  readonly value?: bigint;
  /** What it moves or locks, by name: USDC units. */
  readonly amounts?: Readonly<Record<string, bigint>>;
  /** What comes after it and cannot be tried before it is mined. */
  readonly then?: string | undefined;
  /** Gas to add to the estimate. */
  readonly spareGas?: bigint;
  /** Gas limit, where an estimate would not do; estimated if absent. */
  readonly gas?: bigint;
  /** Wei for each gas, where they were asked for just now; they are asked for again where `agree` takes its time. */
  readonly fees?: FeeValuesEIP1559 | undefined;
  /** Whether it was tried just now, and `gas` estimated. */
  readonly isTried?: boolean;
  /** Runs right before it is sent, once it was tried and agreed to; throws to prevent it. */
  readonly beforehand?: (() => Promise<void>) | undefined;
  /** The account's next one if absent. */
  readonly nonce?: number | undefined;
}

/**
 * Tries a call against the newest block, the pending one, so that a refusal costs and shows nothing, has the client's `agree` look at it,
 * then sends it and waits until it is mined.
 * @throws the chain's refusal; see `explainError`. What `agree` throws.
 */
export async function send(
  trader: Trader,
  {
    to,
    data,
    value,
    what,
    amounts = {},
    then,
    spareGas,
    gas,
    fees,
    isTried = false,
    nonce,
    beforehand,
  }: Transaction,
): Promise<TransactionReceipt> {
  const { publicClient, wallet, note } = trader;
  const { account, chain } = wallet;
  const transaction = { account, to, data, value } as const;
  const trial = { ...transaction, account: account.address, blockTag: "pending" } as const;
  if (!isTried) await call(publicClient, trial);
  const limit = spareGas === undefined ? gas : (await estimateGas(publicClient, trial)) + spareGas;
  if (trader.agree !== undefined) {
    const transaction = { to, data, gas: limit ?? (await estimateGas(publicClient, trial)) };
    await trader.agree({ what, amounts, transaction, then });
    // People take their time: the chain may have moved.
    await call(publicClient, trial);
  }
  await beforehand?.();
  const terms = { ...(trader.agree === undefined && fees), gas: limit, nonce, chain };
  const hash = await sendTransaction(wallet, { ...transaction, ...terms });
  note(`${what}: ${hash}`);
  const receipt = await waitForTransactionReceipt(publicClient, { hash });
  if (receipt.status === "success") return receipt;
  await call(publicClient, {
    ...transaction,
    account: account.address,
    blockNumber: receipt.blockNumber,
  });
  throw new LeadEngineError(
    "OVERTAKEN",
    `Transaction ${hash} was mined at ${timeText(await trader.now())} and reverted, although it would succeed now.`,
    "Somebody else's transaction came first: try again.",
  );
}

/** What transactions cost together. */
export const spending = z.object({
  gasUsed: z.bigint().describe("Gas of the transactions"),
  fees: z
    .bigint()
    .describe("What they cost in wei, with what the rollup charges for the chain below"),
});

/** What transactions cost together. */
export async function spendingOn(
  { publicClient }: Pick<Trader, "publicClient">,
  hashes: readonly Hex[],
): Promise<z.output<typeof spending>> {
  const receipts = await Promise.all(
    hashes.map(async (hash) => getTransactionReceipt(publicClient, { hash })),
  );
  const costs = receipts.map(({ gasUsed, effectiveGasPrice, ...receipt }) => {
    // A rollup's field: viem formats it for chains that it knows, else it is hexadecimal.
    const { l1Fee } = receipt as { readonly l1Fee?: bigint | Hex | null };
    return { gasUsed, fees: gasUsed * effectiveGasPrice + BigInt(l1Fee ?? 0n) };
  });
  return {
    gasUsed: costs.reduce((sum, { gasUsed }) => sum + gasUsed, 0n),
    fees: costs.reduce((sum, { fees }) => sum + fees, 0n),
  };
}

/** A transaction for programs. */
export function receiptOf({ transactionHash: txHash, gasUsed }: TransactionReceipt) {
  return { txHash, gasUsed };
}
