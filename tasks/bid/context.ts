import { zeroHash, type Hex } from "viem";

import type { Auction } from "../client/auction.ts";
import type { Trader } from "../client/client.ts";
import type { BidContext } from "../crypto/commitment.ts";

/** What the trader's commitment in an auction binds, amount and salt aside. */
export function bidContext(
  { chainId, contracts, address }: Trader,
  leadId: bigint,
  { round }: Auction,
): BidContext {
  return { chainId, house: contracts.house.address, leadId, round, bidder: address };
}

/** The trader's live commitment, undefined when it has none. */
export async function liveCommitment(
  { contracts, address }: Trader,
  leadId: bigint,
  { round }: Auction,
): Promise<Hex | undefined> {
  const commitment = await contracts.house.read.commitmentIn([leadId, round, address]);
  return commitment === zeroHash ? undefined : commitment;
}
