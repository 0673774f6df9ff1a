import { getAddress, isAddressEqual, zeroAddress } from "viem";

import type { Client } from "../../client.ts";
import { BidsDocument, type Bid_Filter, type BidsQuery } from "../../generated/queries.ts";
import type { KeeperAction } from "../../report/keeperReport.ts";
import { allRows } from "../allRows.ts";

/** A bid as the subgraph lists it. */
type IndexedBid = BidsQuery["bids"][number];

/** What a subgraph knows to be due. */
export interface Hints {
  readonly actions: readonly KeeperAction[];
  /** The oldest block that they hold for. */
  readonly block: number;
}

/**
 * The bids that hold money which somebody could free, and that no loop on chain finds: bonds of bids that were never opened, and tied bids
 * that were beaten, by a higher bid or by the tie-break.
 * @param now Unix seconds, by the chain's clock.
 */
export function leftBehind(now: number): Bid_Filter {
  return {
    or: [
      { status: "Committed", auction_: { forfeitableAt_lte: String(now), tieOpen: false } },
      { status: "Committed", auction_: { bondsReturned: true } },
      { status: "Outbid", endedAt: null },
      { status: "Tied", endedAt: null, auction_: { tieOpen: false } },
    ],
  };
}

/**
 * Asks a subgraph for these bids. The keeper tries each and need not trust it.
 * @param url of the subgraph.
 * @throws as `querySubgraph`.
 */
export async function keeperHints(client: Client, url: string, now: number): Promise<Hints> {
  const where = leftBehind(now);
  const { rows: bids, block } = await allRows(url, BidsDocument, { where }, ({ bids }) => bids);
  const unopened = bids.filter(({ status }) => status === "Committed").map(forfeitOf);
  const beaten = bids.filter(({ status }) => status !== "Committed");
  return { actions: [...unopened, ...(await releasesOf(client, beaten))], block };
}

function forfeitOf({ leadId, round, bidder }: IndexedBid): KeeperAction {
  return { kind: "ForfeitBond", leadId: BigInt(leadId), round, bidder: getAddress(bidder.id) };
}

/** Beaten tied bids by their places in the house's lists, which only the chain knows. */
async function releasesOf(
  { contracts }: Client,
  bids: readonly IndexedBid[],
): Promise<KeeperAction[]> {
  const ties = new Map(
    bids.map(({ leadId, round, amount }) => [
      `${leadId} ${round} ${amount}`,
      { leadId: BigInt(leadId), round, amount: BigInt(amount ?? 0) },
    ]),
  );
  const found = await Promise.all(
    [...ties.values()].map(async (tie) => {
      const { leadId, round, amount } = tie;
      const bidders = await contracts.house.read.tiedBidders([leadId, round, amount]);
      return bidders.flatMap((bidder, index): KeeperAction[] =>
        isAddressEqual(bidder, zeroAddress)
          ? []
          : [{ kind: "ReleaseTiedBid", ...tie, index: BigInt(index) }],
      );
    }),
  );
  return found.flat();
}
