import type { Client } from "viem";
import { getBlock } from "viem/actions";

/** Id of a local chain: one whose clock can be moved. */
export const LOCAL_CHAIN = 31_337;

/**
 * The one clock of client, DON and contracts: the time that a transaction sent now will see, Unix seconds. A local chain knows it, and it
 * may be far from this machine's; on a live chain it is the later of the last block's time and this machine's.
 */
export async function chainTime(client: Client, chainId: number): Promise<number> {
  if (chainId === LOCAL_CHAIN) {
    return Number((await getBlock(client, { blockTag: "pending" })).timestamp);
  }
  return Math.max(Number((await getBlock(client, { blockTag: "latest" })).timestamp), wallTime());
}

/** This machine's time, Unix seconds; a local chain starts at it. */
export function wallTime(): number {
  return Math.floor(Date.now() / 1_000);
}
