import { zeroHash, type Hex } from "viem";
import type { z } from "zod";

import type { Client } from "../../client.ts";
import { Phase } from "../../codes/enums.ts";
import type { AttributeWords } from "../../lead/attributeWords.ts";
import { hexToRegion } from "../../lead/region.ts";
import { latestBlockOf } from "../../subgraph/indexedChain.ts";
import { leadAt, leadsFrom, type Sieve } from "../book/leadPages.ts";
import { attributesOf, leadRow, type LeadRow } from "../book/rows.ts";
import { slugIn, verticalBookOf, type VerticalBook } from "../book/verticalBook.ts";
import type { leadFilter } from "./listLeads.ts";

/** Which leads to find. */
type Filter = z.input<typeof leadFilter> & {
  /** Only those minted from this time on, Unix seconds. */
  readonly mintedFrom?: number | undefined;
};

/** A part of a list: what comes after a cursor, and how many rows at most. */
interface Page {
  readonly after: Hex;
  readonly first: number;
}

/** Leads that fit a filter, the oldest first, as the chain has them. */
export async function leadsOnChain(
  client: Client,
  filter: Filter,
  { after, first }: Page,
): Promise<{ block: number; leads: { row: LeadRow; attributes: AttributeWords[] }[] }> {
  const block = await latestBlockOf(client.publicClient);
  const verticals = await verticalBookOf(client, BigInt(block));
  const scan = {
    block: BigInt(block),
    from: leadAt(after),
    sieve: sieveOf(filter, verticals),
    atOnce: first,
  };
  const leads: { row: LeadRow; attributes: AttributeWords[] }[] = [];
  for await (const stories of leadsFrom(client, scan)) {
    for (const story of stories) {
      const row = leadRow(story, verticals);
      if (row.id <= after || !fits(row, filter)) continue;
      leads.push({ row, attributes: attributesOf(client, story, row.verticalSlug) });
      if (leads.length === first) return { block, leads };
    }
  }
  return { block, leads };
}

function sieveOf(filter: Filter, verticals: VerticalBook): Sieve {
  const { vertical = "", region = "", state, seller, owner, minScore = 0 } = filter;
  return {
    lead: (lead) =>
      slugIn(verticals, lead.vertical).startsWith(vertical) &&
      hexToRegion(lead.region).startsWith(region) &&
      lead.score >= minScore &&
      (seller === undefined || lead.seller.toLowerCase() === seller.toLowerCase()) &&
      (state === undefined || (state === "Erased") === (lead.contentHash === zeroHash)),
    owner,
    round:
      state === "Listed"
        ? (auction) => auction.round > 0 && !auction.closed
        : state === "Sold"
          ? (auction) => auction.phase === Phase.Sold
          : undefined,
  };
}

/** As `leadsWhere` asks the subgraph. */
function fits(row: LeadRow, filter: Filter): boolean {
  const { vertical = "", region = "", state, seller, owner, minScore = 0, mintedFrom = 0 } = filter;
  return (
    row.verticalSlug.startsWith(vertical) &&
    row.region.startsWith(region) &&
    row.score >= minScore &&
    Number(row.timestamp) >= mintedFrom &&
    (state === undefined || row.state === state) &&
    (seller === undefined || row.seller.id === seller.toLowerCase()) &&
    (owner === undefined || row.owner.id === owner.toLowerCase())
  );
}
