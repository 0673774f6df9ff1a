import type { Contracts } from "./history.ts";
import { isRevert } from "./isRevert.ts";

/** The ids of all leads, by asking for owners until there is none. */
export async function leadIdsOf(
  { nft }: Contracts,
  at: { readonly blockNumber: bigint },
): Promise<bigint[]> {
  const ids: bigint[] = [];
  for (let id = 1n; await exists(id); id++) ids.push(id);
  return ids;

  async function exists(id: bigint): Promise<boolean> {
    try {
      await nft.read.ownerOf([id], at);
      return true;
    } catch (error) {
      if (isRevert(error)) return false;
      throw error;
    }
  }
}
