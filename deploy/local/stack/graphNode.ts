import type { NetworkConnection } from "hardhat/types/network";
import { z } from "zod";

import { poll } from "../../sdk/poll.ts";
import { blockOf, type BlockReference } from "./chain.ts";
import { reasonOf } from "./reasonOf.ts";
import { LeadEngineError } from "../../sdk/errors/leadEngineError.ts";

/** How long Graph Node may make no progress while there are blocks to index, milliseconds. */
const PATIENCE = 60_000;

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
 * The latest block that the subgraph has indexed; undefined before the first.
 * @throws {LeadEngineError} when the node does not answer or the subgraph has failed.
 */
async function indexedBlock(node: GraphNode): Promise<BlockReference | undefined> {
  const subgraph = await statusOf(node);
  if (subgraph === null) return undefined;
  if (subgraph.health === "failed") {
    throw new LeadEngineError(
      "STACK_FAILED",
      `The subgraph failed: ${subgraph.fatalError?.message ?? "Graph Node gives no reason"}.`,
      `Fix its mappings and start again.${seeLog(node)}`,
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
    throw new LeadEngineError(
      "STACK_FAILED",
      `Graph Node does not answer at ${status} (${reasonOf(error)}).`,
      log === undefined
        ? "Check that it runs, and the URL given with --graph-node."
        : `Start the stack again. See ${log}.`,
      { cause: error },
    );
  }
}

/** Points to the log, if there is one. */
function seeLog({ log }: GraphNode): string {
  return log === undefined ? "" : ` See ${log}.`;
}

/**
 * Waits until the subgraph has indexed the chain up to this very block: after a reorganisation a number alone proves nothing.
 * @param blockNumber by default the chain's head.
 */
export async function awaitIndexed(
  connection: NetworkConnection<"op">,
  node: GraphNode,
  blockNumber: bigint | undefined,
): Promise<void> {
  const target = await blockOf(connection, blockNumber);
  if (target === undefined) throw new RangeError(`The chain has no block ${String(blockNumber)}.`);
  let seen = await indexedBlock(node);
  while (!(await holds(connection, seen, target))) {
    const before = seen;
    seen = await poll({
      look: async () => {
        const now = await indexedBlock(node);
        return now?.hash === before?.hash ? undefined : now;
      },
      deadline: PATIENCE,
      late: () =>
        new LeadEngineError(
          "STACK_FAILED",
          `Graph Node is at block ${String(before?.number ?? "none")} and does not reach ${target.number}.`,
          `It follows a fork only once that is longer than what it has indexed: mine a block.${seeLog(node)}`,
        ),
    });
  }
}

async function holds(
  connection: NetworkConnection<"op">,
  seen: BlockReference | undefined,
  target: BlockReference,
): Promise<boolean> {
  if (seen === undefined || seen.number < target.number) return false;
  const known = seen.number === target.number ? target : await blockOf(connection, seen.number);
  return known?.hash === seen.hash;
}
