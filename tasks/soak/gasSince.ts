import type { PublicClient } from "viem";

/** Blocks that a node tells the gas of at once. */
const SPAN = 1_000n;

/** Gas of all transactions after a block, up to the head. */
export async function gasSince(client: PublicClient, block: bigint): Promise<number> {
  const head = await client.getBlockNumber({ cacheTime: 0 });
  const { gasLimit } = await client.getBlock({ blockNumber: head });
  let gas = 0;
  for (let last = head; last > block; last -= SPAN) {
    const left = last - block;
    const blockCount = Number(left < SPAN ? left : SPAN);
    const { gasUsedRatio } = await client.getFeeHistory({
      ...{ blockCount, blockNumber: last },
      rewardPercentiles: [],
    });
    for (const ratio of gasUsedRatio) gas += Math.round(ratio * Number(gasLimit));
  }
  return gas;
}
