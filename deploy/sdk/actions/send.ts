import type { Address, Hex, TransactionReceipt } from "viem";
import { call, estimateGas, sendTransaction, waitForTransactionReceipt } from "viem/actions";

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
}

/**
 * Tries a call against the newest block, the pending one, so that a refusal costs and shows nothing, then sends it and waits until it is
 * mined.
 * @throws the chain's refusal; see `explainError`.
 */
export async function send(
  trader: Trader,
  { to, data, what, spareGas }: Transaction,
): Promise<TransactionReceipt> {
  const { publicClient, wallet, note } = trader;
  const { account, chain } = wallet;
  const transaction = { account, to, data } as const;
  const trial = { ...transaction, account: account.address, blockTag: "pending" } as const;
  await call(publicClient, trial);
  const limit =
    spareGas === undefined ? {} : { gas: (await estimateGas(publicClient, trial)) + spareGas };
  const hash = await sendTransaction(wallet, { ...transaction, ...limit, chain });
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

/** A transaction for programs. */
export function receiptOf({ transactionHash: txHash, gasUsed }: TransactionReceipt) {
  return { txHash, gasUsed };
}
