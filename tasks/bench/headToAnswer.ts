import { setTimeout as delay } from "node:timers/promises";

import { poll } from "../../deploy/sdk/poll.ts";
import { headOf } from "../../deploy/sdk/subgraph/queryAtBlock.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";

/** Time between two blocks, as on Base, and before a block after a quiet time, milliseconds. */
const BLOCK_TIME = 2_000;
const QUIET_TIME = 60_000;
/** Time between two questions for a block, milliseconds. */
const INTERVAL = 10;
const DEADLINE = 30_000;

/** What is measured. */
export interface HeadOptions {
  /** The subgraph's GraphQL endpoint. */
  readonly graphql: string;
  /** Mines a block with an event of the protocol. @returns its number. */
  readonly trade: () => Promise<bigint>;
  readonly blocks: number;
  readonly quietTimes: number;
  readonly progress: (line: string) => void;
}

/** Times from sending a transaction until the subgraph's answers include its block, milliseconds. */
export interface HeadTimes {
  /** One block every two seconds. */
  readonly steady: readonly number[];
  /** A block after a minute without one. */
  readonly afterIdle: readonly number[];
}

/** Measures how long the subgraph takes to include a new block in its answers. The subgraph must hold the chain's head. */
export async function measureHeads(options: HeadOptions): Promise<HeadTimes> {
  const { blocks, quietTimes, progress } = options;
  progress(`Mining ${blocks} blocks, one every ${BLOCK_TIME / 1_000} s`);
  const steady = await measure(options, blocks, BLOCK_TIME);
  progress(`Waiting ${quietTimes} times ${QUIET_TIME / 1_000} s for a block`);
  return { steady, afterIdle: await measure(options, quietTimes, QUIET_TIME) };
}

async function measure(
  { graphql, trade }: HeadOptions,
  count: number,
  pause: number,
): Promise<number[]> {
  const times: number[] = [];
  while (times.length < count) {
    await delay(pause - (times.at(-1) ?? 0));
    const start = performance.now();
    const block = await trade();
    await poll({
      look: async () => ((await headOf(graphql))?.number ?? 0) >= block || undefined,
      deadline: DEADLINE,
      interval: INTERVAL,
      late: () =>
        new LeadEngineError(
          "STACK_FAILED",
          `The subgraph's answers do not include block ${block} within ${DEADLINE / 1_000} s.`,
          "See Graph Node's log.",
        ),
    });
    times.push(performance.now() - start);
  }
  return times;
}
