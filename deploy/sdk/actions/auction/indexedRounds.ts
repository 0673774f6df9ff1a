import { AuctionsDocument, type Auction_Filter } from "../../generated/queries.ts";
import { allRows } from "../allRows.ts";
import type { IndexedAuction } from "./indexedStanding.ts";

/** All auction rounds that fit a filter, from a subgraph. @throws as `querySubgraph`. */
export async function indexedRounds(
  url: string,
  where: Auction_Filter,
): Promise<readonly IndexedAuction[]> {
  return (await allRows(url, AuctionsDocument, { where }, ({ auctions }) => auctions)).rows;
}
