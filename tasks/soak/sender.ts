import { parseGwei, type Address, type Hex, type PublicClient } from "viem";

import type { SoakParty } from "./soakMarket.ts";

/** The most that a transaction may use, and what it pays at most: a local chain's base fee is far below. */
const GAS = 2n ** 24n;
const MAX_FEE = parseGwei("10");

/** Sends a party's call. It resolves when it is mined; a call that fails rejects. */
export type SendFrom = (party: SoakParty, to: Address, data: Hex) => Promise<void>;

/**
 * Sends calls with one request each: keys, nonces and fees are known here, and a local chain mines a transaction before it answers, or says why
 * it failed. A party's calls go one after the other, whether or not the one before failed.
 */
export function senderOf(client: PublicClient, chainId: number): SendFrom {
  /** The nonce after a party's last call; undefined where it has to be asked for. */
  const next = new Map<Address, Promise<number | undefined>>();

  return async ({ address, account }, to, data) => {
    const before = next.get(address) ?? Promise.resolve(undefined);
    const sent = before.then(async (known) => {
      const nonce = known ?? (await client.getTransactionCount({ address }));
      const serializedTransaction = await account.signTransaction({
        type: "eip1559",
        ...{ chainId, nonce, to, data, gas: GAS },
        ...{ maxFeePerGas: MAX_FEE, maxPriorityFeePerGas: 0n },
      });
      await client.sendRawTransaction({ serializedTransaction });
      return nonce + 1;
    });
    // A call that fails may be mined, too, and keeps no other from being sent.
    next.set(
      address,
      sent.catch(() => undefined),
    );
    await sent;
  };
}
