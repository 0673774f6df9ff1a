import { parseEventLogs, type Log } from "viem";

import { indexedRounds } from "../../sdk/actions/auction/indexedRounds.ts";
import type { Client } from "../../sdk/client.ts";
import { hasCode } from "../../sdk/errors/leadEngineError.ts";
import { auctionHouseAbi } from "../../sdk/generated/abis.ts";
import { latestBlockOf } from "../../sdk/subgraph/indexedChain.ts";
import { headOf } from "../../sdk/subgraph/queryAtBlock.ts";
import { phaseWhere } from "../../sdk/subgraph/phaseWhere.ts";

/** A longer gap is asked of the subgraph: nodes refuse to search many blocks. */
const GAP = 500n;

/** A round of a lead. */
export interface Round {
  readonly leadId: bigint;
  readonly round: number;
  /** The block that opened it, where that is known. */
  readonly block?: bigint;
}

/**
 * Rounds that were opened after a block, and the block up to which that is all of them. After a long gap, and at first, those that still
 * take bids: from the subgraph, and from the chain's events what the subgraph does not have yet.
 * @param after the last block that was searched; undefined at first.
 */
export async function newRounds(
  client: Client,
  after: bigint | undefined,
): Promise<{ readonly rounds: readonly Round[]; readonly head: bigint }> {
  const head = BigInt(await latestBlockOf(client.publicClient));
  if (after !== undefined && head - after <= GAP) {
    return { rounds: await fromEvents(client, after + 1n, head), head };
  }
  const indexed = await fromIndex(client);
  const since = indexed?.block ?? after ?? -1n;
  const recent = await fromEvents(client, since + 1n, head);
  return { rounds: [...(indexed?.rounds ?? []), ...recent], head };
}

async function fromEvents({ contracts }: Client, fromBlock: bigint, toBlock: bigint) {
  if (fromBlock > toBlock) return [];
  const found = await contracts.house.getEvents.AuctionCreated({}, { fromBlock, toBlock });
  return roundsIn(found);
}

/** The rounds that events of the house open. */
export function roundsIn(logs: readonly Log[]): Round[] {
  return parseEventLogs({ abi: auctionHouseAbi, eventName: "AuctionCreated", logs: [...logs] }).map(
    ({ args: { leadId, round }, blockNumber: block }) => ({
      leadId,
      round,
      block,
    }),
  );
}

/** Undefined where no subgraph answers. */
async function fromIndex(client: Client) {
  try {
    const url = await client.services.index();
    if (url === undefined) return undefined;
    // Asked first: the rounds are of this block or a later one.
    const head = await headOf(url);
    if (head === undefined) return undefined;
    const open = await indexedRounds(url, phaseWhere("Commit", await client.now()));
    const rounds = open.map(({ leadId, round }) => ({ leadId: BigInt(leadId), round }));
    return { rounds, block: BigInt(head.number) };
  } catch (error) {
    if (hasCode(error, "SUBGRAPH_FAILED")) return undefined;
    throw error;
  }
}
