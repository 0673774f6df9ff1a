import { z } from "zod";

import type { BlockReference } from "./chain.ts";
import { reasonOf, StackError } from "./stackError.ts";

/** A Graph Node that serves the subgraph. */
export interface GraphNode {
  /** The subgraph's GraphQL endpoint. */
  readonly graphql: string;
  /** GraphQL endpoint of the indexing status. */
  readonly status: string;
  readonly subgraphName: string;
  /** Its log, if it is ours. */
  readonly log: string | undefined;
}

/** Graph Node writes hashes without `0x`. */
const hash = z.string().transform((text) => (text.startsWith("0x") ? text : `0x${text}`));
const block = z.object({ number: z.coerce.bigint(), hash });
const answer = z.object({
  data: z.object({
    indexingStatusForCurrentVersion: z
      .object({
        health: z.enum(["healthy", "unhealthy", "failed"]),
        fatalError: z.object({ message: z.string() }).nullish(),
        chains: z.array(z.object({ latestBlock: block.nullish() })),
      })
      .nullable(),
  }),
});

/**
 * The block that the subgraph's data is of; undefined before the first.
 * @throws {StackError} when the node does not answer or the subgraph has failed.
 */
export async function indexedBlock(node: GraphNode): Promise<BlockReference | undefined> {
  const subgraph = await statusOf(node);
  if (subgraph === null) return undefined;
  if (subgraph.health === "failed") {
    throw new StackError(
      `The subgraph failed: ${subgraph.fatalError?.message ?? "Graph Node gives no reason"}.`,
      `Mend its mappings and start again.${seeLog(node)}`,
    );
  }
  return subgraph.chains[0]?.latestBlock ?? undefined;
}

/** Whether a node's status endpoint answers at all. */
export async function statusOf({ status, subgraphName, log }: GraphNode) {
  const query = `{ indexingStatusForCurrentVersion(subgraphName: ${JSON.stringify(subgraphName)}) {
    health fatalError { message } chains { latestBlock { number hash } } } }`;
  try {
    const response = await fetch(status, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query }),
    });
    return answer.parse(await response.json()).data.indexingStatusForCurrentVersion;
  } catch (error) {
    throw new StackError(
      `Graph Node does not answer at ${status} (${reasonOf(error)}).`,
      log === undefined
        ? "Check that it runs, and the URL given with --graph-node."
        : `Start the stack again. See ${log}.`,
      { cause: error },
    );
  }
}

/** Where to read on, if there is anything to read. */
export function seeLog({ log }: GraphNode): string {
  return log === undefined ? "" : ` See ${log}.`;
}
