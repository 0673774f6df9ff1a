import { getAddress, type Address, type Hex } from "viem";

import type { Client } from "../../client.ts";
import {
  AuctionsDocument,
  BidsDocument,
  type Auction_Filter,
  type BidStatus,
} from "../../generated/queries.ts";
import { allRows } from "../allRows.ts";
import { leadAt } from "../book/leadPages.ts";
import type { RoundStory } from "../book/roundStory.ts";
import type { RoundRow } from "../book/rows.ts";
import { indexOrChain } from "../indexOrChain.ts";
import { listed, whatWhere, type ListedAuction } from "./listAuctions.ts";
import { phaseEnd } from "./phaseEnd.ts";
import { roundsOnChain } from "./roundsOnChain.ts";

/** Which auctions are watched. */
export interface Watch {
  /** Only this vertical or root, and only this country or subdivision; all if absent. */
  readonly vertical?: string | undefined;
  readonly region?: string | undefined;
  /** Whose bids are marked; nobody's if absent. */
  readonly account?: Address | undefined;
  /** Rounds of the look before: they are shown once more when they have ended. */
  readonly seen: readonly Hex[];
}

/** An auction that is watched. */
export interface WatchedAuction extends ListedAuction {
  /** When time alone ends its phase, Unix seconds; null where something else does. */
  readonly phaseEnd: number | null;
  /** How the account's bid stands, also where it is tied; null where it has none. */
  readonly ownBid: BidStatus | null;
}

/** All rounds that no transaction has ended, and those seen before; see `indexOrChain`. */
export async function watchedAuctions(
  client: Client,
  watch: Watch,
): Promise<{ now: number; block: number; auctions: WatchedAuction[] }> {
  const { rounds, block } = await indexOrChain(
    client,
    (url) => watchedInIndex(url, watch),
    () => watchedOnChain(client, watch),
  );
  const now = await client.now();
  const auctions = rounds.map(({ row, ownBid }) => {
    const auction = listed(row, now);
    return { ...auction, phaseEnd: phaseEnd(auction), ownBid };
  });
  return { now, block, auctions };
}

/** Rounds, with how the account's bid on each stands. */
interface Watched {
  readonly block: number;
  readonly rounds: readonly { readonly row: RoundRow; readonly ownBid: BidStatus | null }[];
}

async function watchedInIndex(url: string, watch: Watch): Promise<Watched> {
  const { vertical, region, account, seen } = watch;
  const where: Auction_Filter = {
    and: [whatWhere({ vertical, region }), { or: [{ outcome: null }, { id_in: [...seen] }] }],
  };
  const { rows, block } = await allRows(url, AuctionsDocument, { where }, (page) => page.auctions);
  const leadIds = rows.map(({ leadId }) => leadId);
  const own = await ownBids(url, account, leadIds);
  const rounds = rows.map((row) => ({
    row,
    ownBid: own.get(`${row.leadId} ${row.round}`) ?? null,
  }));
  return { block, rounds };
}

async function watchedOnChain(client: Client, watch: Watch): Promise<Watched> {
  const { vertical, region, account, seen } = watch;
  const seenLeads = new Set(seen.map(leadAt));
  const { rounds, block } = await roundsOnChain(client, {
    after: "0x",
    first: Infinity,
    what: { vertical, region },
    may: ({ closed }, leadId) => !closed || seenLeads.has(leadId),
    fits: ({ id, outcome }) => outcome === null || seen.includes(id),
  });
  const ownBid = ({ bids }: RoundStory) =>
    account === undefined ? null : (bids.get(getAddress(account))?.status ?? null);
  return { block, rounds: rounds.map(({ row, story }) => ({ row, ownBid: ownBid(story) })) };
}

/** How an account's bids on leads stand, by lead and round. */
async function ownBids(
  url: string,
  account: Address | undefined,
  leadIds: readonly string[],
): Promise<ReadonlyMap<string, BidStatus>> {
  if (account === undefined || leadIds.length === 0) return new Map();
  const where = { bidder: account.toLowerCase(), leadId_in: [...new Set(leadIds)] };
  const { rows } = await allRows(url, BidsDocument, { where }, ({ bids }) => bids);
  return new Map(rows.map(({ leadId, round, status }) => [`${leadId} ${round}`, status]));
}
