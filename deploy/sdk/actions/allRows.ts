import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import type { Hex } from "viem";

import { queryAtBlock } from "../subgraph/queryAtBlock.ts";
import { MAX_PAGE } from "./schemas.ts";

/** Which page of a list a query asks for. */
interface Page extends Record<string, unknown> {
  /** The last id of the page before. */
  readonly after?: Hex | null | undefined;
  readonly first?: number | null | undefined;
}

/**
 * A list of a subgraph to its end, page by page.
 * @param rowsOf finds the list, ordered by id, in an answer.
 * @returns the rows, and the oldest block that a page of them holds for.
 * @throws as `querySubgraph`.
 */
export async function allRows<Result, Variables extends Page, Row extends { readonly id: Hex }>(
  url: string,
  document: TypedDocumentNode<Result, Variables>,
  variables: Omit<Variables, keyof Page>,
  rowsOf: (answer: Result) => readonly Row[],
): Promise<{ readonly rows: readonly Row[]; readonly block: number }> {
  const rows: Row[] = [];
  let oldest = Infinity;
  for (let after: Hex = "0x"; ;) {
    const asked = { ...variables, after, first: MAX_PAGE } as Page as Variables;
    const { answer, block } = await queryAtBlock(url, document, asked);
    const page = rowsOf(answer);
    rows.push(...page);
    oldest = Math.min(oldest, block.number);
    const last = page.at(-1);
    if (last === undefined || page.length < MAX_PAGE) return { rows, block: oldest };
    after = last.id;
  }
}
