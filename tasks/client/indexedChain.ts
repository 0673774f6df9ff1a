import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { parse } from "graphql";
import { BlockNotFoundError, type Hex, type PublicClient } from "viem";

import { poll } from "../../deploy/local/stack/poll.ts";
import { querySubgraph } from "../subgraph/querySubgraph.ts";
import { TaskError } from "./taskError.ts";

/** A chain that a task asks about. */
export interface AskedChain {
  readonly chainId: number;
  /** The hash of its block of this number, undefined where it has none. */
  readonly blockHash: (block: number) => Promise<Hex | undefined>;
}

/** A block as an index knows it. */
interface IndexedBlock {
  readonly number: number;
  readonly hash: Hex | null;
}

const HEAD = parse("{ _meta { block { number hash } } }") as TypedDocumentNode<
  { readonly _meta: { readonly block: IndexedBlock } | null },
  Record<string, never>
>;

/** How long an index and a node may take to agree after a reorganisation, and between two looks, milliseconds. */
const PATIENCE = 3_000;
const INTERVAL = 500;

/**
 * Refuses an index that tells of another chain: the chain has another block of the same number, or none.
 * @throws {TaskError} they do not come to agree within seconds.
 */
export async function requireIndexOf(
  { chainId, blockHash }: AskedChain,
  url: string,
): Promise<void> {
  await poll({
    look: async () => {
      const block = (await querySubgraph(url, HEAD, {}))._meta?.block;
      const isSame = block !== undefined && block.hash === (await blockHash(block.number));
      return isSame ? true : undefined;
    },
    deadline: PATIENCE,
    interval: INTERVAL,
    late: () =>
      new TaskError(
        `The subgraph at ${url} does not tell of the chain that is asked (chain ${chainId}): its latest block is not a block of that chain.`,
        `Name the subgraph of that chain with --graphql or LEAD_ENGINE_GRAPHQL, or the chain of that subgraph with --network; where the stack runs, name neither.`,
      ),
  });
}

/** The hash of a block by its number, undefined where the chain has none. */
export async function blockHashOf(
  client: Pick<PublicClient, "getBlock">,
  block: number,
): Promise<Hex | undefined> {
  try {
    return (await client.getBlock({ blockNumber: BigInt(block) })).hash;
  } catch (error) {
    if (error instanceof BlockNotFoundError) return undefined;
    throw error;
  }
}
