import type { NetworkConnection } from "hardhat/types/network";

import { blockOf, type BlockReference } from "./chain.ts";
import { indexedBlock, seeLog, type GraphNode } from "./graphNode.ts";
import { poll } from "./poll.ts";
import { StackError } from "./stackError.ts";

/** How long Graph Node may stand still while there are blocks to index, milliseconds. */
const PATIENCE = 60_000;

/**
 * Waits until the subgraph holds the chain up to a block, the very block: after a reorganisation a number alone says nothing.
 * @param blockNumber by default that of the chain's present head.
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
        new StackError(
          `Graph Node stands at block ${String(before?.number ?? "none")} and does not reach ${target.number}.`,
          `A fork is taken only once it is longer than what was indexed: mine a block.${seeLog(node)}`,
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
