/** Id of a local chain: one whose clock can be moved. */
export const LOCAL_CHAIN = 31_337;

/** Whoever can read a chain's blocks. */
interface BlockReader {
  readonly getBlock: (args: {
    readonly blockTag: "latest" | "pending";
  }) => Promise<{ readonly timestamp: bigint }>;
}

/**
 * The one clock of client, DON and contracts: the time that a transaction sent now will see, Unix seconds. A local chain knows it, and may
 * be far from the wall's; on a live one it is not before the last block's time nor the wall's.
 */
export async function chainTime(client: BlockReader, chainId: number): Promise<number> {
  if (chainId === LOCAL_CHAIN) {
    return Number((await client.getBlock({ blockTag: "pending" })).timestamp);
  }
  return Math.max(Number((await client.getBlock({ blockTag: "latest" })).timestamp), wallTime());
}

/** The time of a chain that is yet to be started here, Unix seconds. */
export function wallTime(): number {
  return Math.floor(Date.now() / 1_000);
}
