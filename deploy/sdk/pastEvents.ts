import { BaseError, type Client as ViemClient } from "viem";
import { getBlockNumber } from "viem/actions";

import type { Client } from "./client.ts";

/** Where a deployment's events are. */
export type History = Pick<Client, "publicClient" | "firstBlock">;

/** Blocks to search for events, both ends included; up to the latest without `toBlock`. */
export interface BlockRange {
  readonly fromBlock: bigint;
  readonly toBlock?: bigint;
}

/** Smallest number of blocks that a node must search at once. */
const LEAST_SPAN = 500n;

/** How many blocks a node was found to search at once. */
const spans = new WeakMap<ViemClient, bigint>();

/**
 * All events of a kind since the protocol was deployed, oldest first. Asks for all blocks at once; a node that refuses so many is asked for
 * fewer at a time, for half as many until it answers.
 * @param read asks for the events of some blocks.
 */
export async function pastEvents<EventT>(
  history: History,
  read: (range: BlockRange) => Promise<readonly EventT[]>,
): Promise<EventT[]> {
  const { publicClient, firstBlock } = history;
  if (!spans.has(publicClient)) {
    try {
      return [...(await read({ fromBlock: firstBlock }))];
    } catch (error) {
      if (!(error instanceof BaseError)) throw error;
    }
  }
  const head = await getBlockNumber(publicClient, { cacheTime: 0 });
  const events: EventT[] = [];
  let span = spans.get(publicClient) ?? (head - firstBlock) / 2n + 1n;
  for (let fromBlock = firstBlock; fromBlock <= head;) {
    const end = fromBlock + span - 1n;
    const toBlock = end < head ? end : head;
    try {
      events.push(...(await read({ fromBlock, toBlock })));
      fromBlock = toBlock + 1n;
      spans.set(publicClient, span);
    } catch (error) {
      if (!(error instanceof BaseError) || span <= LEAST_SPAN) throw error;
      span = span / 2n > LEAST_SPAN ? span / 2n : LEAST_SPAN;
    }
  }
  return events;
}

/**
 * The last events of a kind: those of a span of latest blocks that has any, oldest first; none if there was none since the protocol was
 * deployed. Searches backwards, twice as many blocks each time, or as many as the node takes: of a lead that is traded now the first answer
 * has them, however long the chain is.
 * @param read asks for the events of some blocks.
 * @param late a late block where one is known, so that none is asked for.
 */
export async function lastEvents<EventT>(
  { publicClient, firstBlock }: History,
  read: (range: BlockRange) => Promise<readonly EventT[]>,
  late?: bigint,
): Promise<EventT[]> {
  // It may be some seconds old: the first search goes on to the latest block.
  let head: bigint | undefined = late ?? (await getBlockNumber(publicClient));
  let span = LEAST_SPAN;
  for (let end = head; end >= firstBlock;) {
    const start = end - span + 1n;
    const fromBlock = start > firstBlock ? start : firstBlock;
    try {
      const found = await read(head === undefined ? { fromBlock, toBlock: end } : { fromBlock });
      if (found.length > 0) return [...found];
      head = undefined;
      end = fromBlock - 1n;
      const most = spans.get(publicClient);
      span = most !== undefined && most < span * 2n ? most : span * 2n;
    } catch (error) {
      if (!(error instanceof BaseError) || span <= LEAST_SPAN) throw error;
      span = span / 2n > LEAST_SPAN ? span / 2n : LEAST_SPAN;
      spans.set(publicClient, span);
    }
  }
  return [];
}

/** All events of a kind, up to a block: what happens meanwhile is left out. */
export function pastEventsUpTo<EventT>(
  history: History,
  block: bigint,
  read: (range: Required<BlockRange>) => Promise<readonly EventT[]>,
): Promise<EventT[]> {
  return pastEvents(history, async ({ fromBlock, toBlock = block }) =>
    fromBlock > block ? [] : read({ fromBlock, toBlock: toBlock < block ? toBlock : block }),
  );
}
