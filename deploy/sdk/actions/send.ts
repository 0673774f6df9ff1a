import type { Address, Hex, TransactionReceipt } from "viem";
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
  readonly to: Address;
  /** See viem's `encodeFunctionData`. */
  readonly data: Hex;
  /** What it does, for the user: `Committing the bid`. */
  readonly what: string;
  /** Gas to add to the estimate. */
  readonly spareGas?: bigint;
  /** Gas limit, where an estimate would not do; estimated if absent. */
  readonly gas?: bigint;
}

/**
 * Tries a call against the newest block, the pending one, so that a refusal costs and shows nothing, then sends it and waits until it is
 * mined.
 * @throws the chain's refusal; see `explainError`.
 */
export async function send(
  trader: Trader,
  { to, data, what, spareGas, gas }: Transaction,
): Promise<TransactionReceipt> {
  const { publicClient, wallet, note } = trader;
  const { account, chain } = wallet;
  const transaction = { account, to, data } as const;
  const trial = { ...transaction, account: account.address, blockTag: "pending" } as const;
  await call(publicClient, trial);
  const limit = spareGas === undefined ? gas : (await estimateGas(publicClient, trial)) + spareGas;
  const hash = await sendTransaction(wallet, { ...transaction, gas: limit, chain });
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
