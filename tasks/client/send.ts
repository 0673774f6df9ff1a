import type { Address, Hex, TransactionReceipt } from "viem";

import type { Trader } from "./client.ts";
import { timeText } from "./format.ts";
import { TaskError } from "./taskError.ts";

/** A call that changes the chain. */
export interface Call {
  readonly to: { readonly address: Address };
  /** See viem's `encodeFunctionData`. */
  readonly data: Hex;
  /** What it does, for the user: `Committing the bid`. */
  readonly what: string;
  /** Gas to send along beyond the estimate. */
  readonly spareGas?: bigint;
}

/**
 * Tries a call against the newest block, the pending one, so that a refusal costs and shows nothing, then sends it and waits until it is mined.
 * @throws what the chain refuses it with; see `explainError`.
 */
export async function send(
  trader: Trader,
  { to, data, what, spareGas }: Call,
): Promise<TransactionReceipt> {
  const { publicClient, wallet, note } = trader;
  const { account, chain } = wallet;
  const transaction = { account, to: to.address, data } as const;
  const trial = { ...transaction, account: account.address, blockTag: "pending" } as const;
  await publicClient.call(trial);
  const limit =
    spareGas === undefined ? {} : { gas: (await publicClient.estimateGas(trial)) + spareGas };
  const hash = await wallet.sendTransaction({ ...transaction, ...limit, chain });
  note(`${what}: ${hash}`);
  const receipt = await publicClient.waitForTransactionReceipt({ hash });
  if (receipt.status === "success") return receipt;
  await publicClient.call({
    ...transaction,
    account: account.address,
    blockNumber: receipt.blockNumber,
  });
  throw new TaskError(
    `Transaction ${hash} was mined at ${timeText(await trader.now())} and reverted, although it would succeed now.`,
    "Somebody else's transaction came first: repeat the task.",
  );
}
