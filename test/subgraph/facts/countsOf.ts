import { parse } from "graphql";
import type { TypedDocumentNode } from "@graphql-typed-document-node/core";

import { collectionName } from "../../../subgraph/build/apiSchema.ts";
import { querySubgraph } from "../../../deploy/sdk/subgraph/querySubgraph.ts";
import { ENTITY_TYPES } from "./entityTypes.ts";

/** Graph Node's limit. */
const PAGE = 1_000;

type Answer = Readonly<Record<string, readonly { readonly id: string }[]>>;
type Ask = TypedDocumentNode<Answer, { block: number }>;

/** How many entities of each type a subgraph holds at a block; points and aggregations, which follow from others, aside. */
export async function countsOf(url: string, block: bigint): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const { name, kind } of ENTITY_TYPES.values()) {
    if (kind !== "entity") continue;
    const collection = collectionName(name);
    let [count, after] = [0, "0x"];
    for (let size = PAGE; size === PAGE;) {
      const query = parse(
        `query Ids($block: Int!) {
           ${collection}(where: { id_gt: "${after}" }, orderBy: id, first: ${PAGE}, block: { number: $block }) { id }
         }`,
      ) as Ask;
      const { [collection]: page = [] } = await querySubgraph(url, query, {
        block: Number(block),
      });
      size = page.length;
      count += size;
      after = page.at(-1)?.id ?? after;
    }
    counts.set(name, count);
  }
  return counts;
}
