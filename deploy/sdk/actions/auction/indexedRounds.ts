import type { Hex } from "viem";

import { AuctionsDocument, type Auction_Filter } from "../../generated/queries.ts";
import { queryAtBlock } from "../../subgraph/queryAtBlock.ts";
import { MAX_PAGE } from "../schemas.ts";
import type { IndexedAuction } from "./indexedStanding.ts";

/** All auction rounds that fit a filter, from a subgraph, page by page. @throws as `querySubgraph`. */
export async function indexedRounds(url: string, where: Auction_Filter): Promise<IndexedAuction[]> {
  const found: IndexedAuction[] = [];
  for (let after: Hex = "0x"; ;) {
    const variables = { where, after, first: MAX_PAGE };
    const { auctions } = (await queryAtBlock(url, AuctionsDocument, variables)).answer;
    found.push(...auctions);
    const last = auctions.at(-1);
    if (last === undefined || auctions.length < MAX_PAGE) return found;
    after = last.id;
  }
}
