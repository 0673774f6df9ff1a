import { BlockNotFoundError, type Client, type Hex } from "viem";
import { getBlock, getBlockNumber } from "viem/actions";

import { poll } from "../poll.ts";
import type { Ask } from "../generated/queries.ts";
import { headOf, queryAtBlock } from "./queryAtBlock.ts";
import { LeadEngineError } from "../errors/leadEngineError.ts";

/** A chain that is asked about. */
export interface AskedChain {
  readonly chainId: number;
  /** The hash of its block of this number, undefined where it has none. */
  readonly blockHash: (block: number) => Promise<Hex | undefined>;
  /** The number of its latest block. */
  readonly head: () => Promise<number>;
}

/** How long an index and a node may take to agree after a reorganisation, and between two looks, milliseconds. */
const PATIENCE = 3_000;
const INTERVAL = 500;

/** How long an index may be behind its chain where the present is asked for, milliseconds. */
const FRESHNESS = 10_000;

/**
 * Refuses an index of another chain: the chain has another block of the same number, or none.
 * @throws {LeadEngineError} they do not agree within seconds.
 */
export async function requireIndexOf(
  { chainId, blockHash }: AskedChain,
  url: string,
): Promise<void> {
  await poll({
    look: async () => {
      const block = await headOf(url);
      const isSame = block !== undefined && block.hash === (await blockHash(block.number));
      return isSame ? true : undefined;
    },
    deadline: PATIENCE,
    interval: INTERVAL,
    late: () =>
      new LeadEngineError(
        "WRONG_SUBGRAPH",
        `The subgraph at ${url} does not index the chain that is asked (chain ${chainId}): its latest block is not a block of that chain.`,
        "Name the subgraph of that chain with `services.graphql`, or ask about the chain of that subgraph.",
      ),
  });
}

/**
 * Asks a subgraph about a chain as it is now: every answer is of the chain's latest block at the question, or of a later one.
 * @throws {LeadEngineError} the subgraph does not reach that block within `patience` milliseconds.
 */
export function askFresh(url: string, chain: Pick<AskedChain, "head">, patience = FRESHNESS): Ask {
  return async (document, variables) => {
    const head = await chain.head();
    let seen = 0;
    return poll({
      look: async () => {
        const { answer, block } = await queryAtBlock(url, document, variables);
        seen = block.number;
        return seen < head ? undefined : answer;
      },
      deadline: patience,
      interval: INTERVAL,
      late: () =>
        new LeadEngineError(
          "SUBGRAPH_BEHIND",
          `The subgraph at ${url} is at block ${seen}, behind block ${head}, the chain's latest.`,
          "Wait until it has caught up, or ask for an answer that may be older.",
        ),
    });
  };
}

/** The hash of a block by its number, undefined where the chain has none. */
export async function blockHashOf(client: Client, block: number): Promise<Hex | undefined> {
  try {
    return (await getBlock(client, { blockNumber: BigInt(block) })).hash;
  } catch (error) {
    if (error instanceof BlockNotFoundError) return undefined;
    throw error;
  }
}

/** The number of a chain's latest block. */
export async function latestBlockOf(client: Client): Promise<number> {
  return Number(await getBlockNumber(client, { cacheTime: 0 }));
}
