import { bountiesOf, type BountyStory } from "./bounties/bountiesOf.ts";
import { leadIdsOf } from "./leadIds.ts";
import { readHistory, type Contracts, type History, type PublicClient } from "./history.ts";
import { movementsOf, stepsOf } from "./story.ts";
import type { Movement, Round, Step } from "./rounds/round.ts";
import { roundsOf } from "./rounds/roundsOf.ts";

/** The chain at one block, as the truth is read from it. */
export interface Chain {
  readonly client: PublicClient;
  readonly contracts: Contracts;
  /** For views: all are read at this block. */
  readonly at: { readonly blockNumber: bigint };
  /** Of that block, Unix seconds. */
  readonly now: bigint;
  readonly history: History;
  readonly leadIds: readonly bigint[];
  /** All auction rounds, replayed from the logs. */
  readonly rounds: readonly Round[];
  /** All bounties with their matches. */
  readonly bounties: readonly BountyStory[];
  /** Every movement of every balance, in the chain's order. */
  readonly movements: readonly Movement[];
  /** Every step of every story, in the chain's order. */
  readonly steps: readonly Step[];
}

/** Reads the chain up to a block. */
export async function openChain(
  client: PublicClient,
  contracts: Contracts,
  blockNumber: bigint,
): Promise<Chain> {
  const { timestamp } = await client.getBlock({ blockNumber });
  const history = await readHistory(client, contracts, blockNumber);
  const rounds = roundsOf(history);
  return {
    client,
    contracts,
    at: { blockNumber },
    now: timestamp,
    history,
    leadIds: await leadIdsOf(contracts, { blockNumber }),
    rounds,
    bounties: bountiesOf(history, rounds),
    movements: movementsOf(history, rounds),
    steps: stepsOf(history, rounds),
  };
}
