import type { Address, Hex } from "viem";

import type { Client } from "../../client.ts";
import {
  AuctionsDocument,
  BidsDocument,
  type Auction_Filter,
  type BidStatus,
} from "../../generated/queries.ts";
import { allRows } from "../allRows.ts";
import { listed, whatWhere, type ListedAuction } from "./listAuctions.ts";
import { phaseEnd } from "./phaseEnd.ts";

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

/** All rounds that no transaction has ended, and those seen before, from the subgraph. @throws when no subgraph answers. */
export async function watchedAuctions(
  { services, now: timeNow }: Pick<Client, "services" | "now">,
  { vertical, region, account, seen }: Watch,
): Promise<{ now: number; block: number; auctions: WatchedAuction[] }> {
  const url = await services.requireIndex();
  const where: Auction_Filter = {
    and: [whatWhere({ vertical, region }), { or: [{ outcome: null }, { id_in: [...seen] }] }],
  };
  const { rows, block } = await allRows(url, AuctionsDocument, { where }, (page) => page.auctions);
  const now = await timeNow();
  const own = await ownBids(
    url,
    account,
    rows.map(({ leadId }) => leadId),
  );
  const auctions = rows.map((row) => {
    const auction = listed(row, now);
    const ownBid = own.get(`${row.leadId} ${row.round}`) ?? null;
    return { ...auction, phaseEnd: phaseEnd(auction), ownBid };
  });
  return { now, block, auctions };
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
