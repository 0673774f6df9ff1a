import { isAddressEqual, zeroAddress, type Address } from "viem";

import type { Client } from "../../client.ts";
import { phaseName } from "../../codes/enums.ts";
import { bidsOf, type Bid } from "../bid/getBids.ts";
import type { Auction } from "./auction.ts";
import { isUndecided } from "./standing.ts";

/** The bond of a bid that was never opened. */
export interface UnopenedBond {
  readonly round: number;
  readonly bidder: Address;
}

/** A tied bid that can no longer win. */
export interface BeatenTie {
  readonly round: number;
  readonly bidder: Address;
  /** USDC units. */
  readonly amount: bigint;
  /** Its place in `tiedBidders`. */
  readonly index: bigint;
}

/** Money that a lead's rounds still hold although nobody can win it any more. */
export interface Leftovers {
  readonly unopened: readonly UnopenedBond[];
  readonly beaten: readonly BeatenTie[];
}

/** Money left in a lead's rounds. `bidsOf` names the bids; the chain decides about each. */
export async function leftoversOf(
  client: Client,
  leadId: bigint,
  auction: Auction,
  bids?: readonly Bid[],
): Promise<Leftovers> {
  const known = bids ?? (await bidsOf(client, leadId));
  return {
    unopened: await unopenedOf(client, leadId, auction, known),
    beaten: await beatenOf(client, leadId, auction, known),
  };
}

async function unopenedOf(
  { contracts }: Client,
  leadId: bigint,
  { round: latest, phase }: Auction,
  bids: readonly Bid[],
): Promise<UnopenedBond[]> {
  const isOver = (round: number) => round < latest || !isUndecided(phaseName(phase));
  const sealed = bids.filter(({ round, status }) => status === "Committed" && isOver(round));
  const checked = await Promise.all(
    sealed.map(async ({ round, bidder }) => {
      const commitment = await contracts.house.read.commitmentIn([leadId, round, bidder]);
      return BigInt(commitment) === 0n ? [] : [{ round, bidder }];
    }),
  );
  return checked.flat();
}

async function beatenOf(
  { contracts }: Client,
  leadId: bigint,
  { round: latest, phase, leadingBid }: Auction,
  bids: readonly Bid[],
): Promise<BeatenTie[]> {
  const mayWin = (round: number, amount: bigint) =>
    round === latest && amount === leadingBid && isUndecided(phaseName(phase));
  const checked = await Promise.all(
    tiedAmounts(bids).map(async ({ round, amount }) => {
      if (mayWin(round, amount)) return [];
      const bidders = await contracts.house.read.tiedBidders([leadId, round, amount]);
      return bidders.flatMap((bidder, index) =>
        isAddressEqual(bidder, zeroAddress)
          ? []
          : [{ round, bidder, amount, index: BigInt(index) }],
      );
    }),
  );
  return checked.flat();
}

/** Amounts that were bid twice or more in a round. */
function tiedAmounts(bids: readonly Bid[]) {
  const seen = new Map<string, { round: number; amount: bigint; bids: number }>();
  for (const { round, amount } of bids) {
    if (amount === null) continue;
    const key = `${round} ${amount}`;
    seen.set(key, { round, amount, bids: (seen.get(key)?.bids ?? 0) + 1 });
  }
  return [...seen.values()].filter((one) => one.bids > 1);
}
