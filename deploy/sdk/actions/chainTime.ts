import type { Client } from "viem";
import { getBlock } from "viem/actions";

/** Id of a local chain: one whose clock can be moved. */
export const LOCAL_CHAIN = 31_337;

/**
 * The one clock of client, DON and contracts: the time that a transaction sent now will see, Unix seconds. A local chain knows it, and may
 * be far from the wall's; on a live one it is not before the last block's time nor the wall's.
 */
export async function chainTime(client: Client, chainId: number): Promise<number> {
  if (chainId === LOCAL_CHAIN) {
    return Number((await getBlock(client, { blockTag: "pending" })).timestamp);
  }
  return Math.max(Number((await getBlock(client, { blockTag: "latest" })).timestamp), wallTime());
}

/** The time of a chain that is yet to be started here, Unix seconds. */
export function wallTime(): number {
  return Math.floor(Date.now() / 1_000);
}
