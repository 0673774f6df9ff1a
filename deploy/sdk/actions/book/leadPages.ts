import type { Address, Hex } from "viem";
import { multicall } from "viem/actions";

import type { Client } from "../../client.ts";
import type { Auction } from "../auction/auction.ts";
import { LEADS_AT_ONCE } from "./marketEvents.ts";
import { leadStories, type LeadStory } from "./marketBook.ts";

/** Leads whose state is read at once. */
const STATES_AT_ONCE = 200n;
/**
 * Bytes of the calls in one request: 28 calls of 36 bytes. It needs no contract on the chain: the answers come back as the code of one, which
 * may have 24,576 bytes, and a round has 800.
 */
const BATCH_SIZE = 1_024;

/** A lead's record on chain. */
type LeadRecord = Awaited<ReturnType<Client["contracts"]["nft"]["read"]["leadOf"]>>;

/** Which leads may be listed, by what the contracts hold: of the others no event is read. All where nothing is given. */
export interface Sieve {
  readonly lead?: ((lead: LeadRecord) => boolean) | undefined;
  readonly owner?: Address | undefined;
  /** Of the latest round; its number is 0 where there was none. */
  readonly round?: ((auction: Auction, leadId: bigint) => boolean) | undefined;
}

/** Which leads to go through. */
export interface Scan {
  /** The block that the answer holds for. */
  readonly block: bigint;
  /** The first lead's number. */
  readonly from: bigint;
  readonly sieve: Sieve;
  /** How many to read at once at most. */
  readonly atOnce?: number;
}

/** Leads with all that happened to them, the lowest number first, some at a time: each part is read when it is asked for. */
export async function* leadsFrom(client: Client, scan: Scan): AsyncGenerator<LeadStory[]> {
  const { block, from, sieve, atOnce = LEADS_AT_ONCE } = scan;
  const size = Math.min(atOnce, LEADS_AT_ONCE);
  const last = await client.contracts.nft.read.lastLeadId({ blockNumber: block });
  for (let start = from > 1n ? from : 1n; start <= last; start += STATES_AT_ONCE) {
    const end = start + STATES_AT_ONCE - 1n;
    const ids = await sifted(client, idsBetween(start, end < last ? end : last), sieve, block);
    for (let i = 0; i < ids.length; i += size) {
      yield await leadStories(client, ids.slice(i, i + size), block);
    }
  }
}

/** The lowest lead number that the entities after a cursor can have. */
export function leadAt(cursor: Hex): bigint {
  const digits = cursor.slice(2, 18).padEnd(16, "0");
  return BigInt(`0x${digits}`);
}

function idsBetween(first: bigint, last: bigint): bigint[] {
  return Array.from({ length: Number(last - first) + 1 }, (_none, i) => first + BigInt(i));
}

async function sifted(
  client: Client,
  ids: readonly bigint[],
  { lead, owner, round }: Sieve,
  blockNumber: bigint,
): Promise<bigint[]> {
  const { nft, house } = client.contracts;
  const at = { allowFailure: false, deployless: true, batchSize: BATCH_SIZE, blockNumber } as const;
  let left = [...ids];
  if (lead !== undefined) {
    const contracts = left.map((id) => ({ ...nft, functionName: "leadOf", args: [id] }) as const);
    const records = await multicall(client.publicClient, { ...at, contracts });
    left = left.filter((_id, i) => records[i] !== undefined && lead(records[i]));
  }
  if (owner !== undefined) {
    const contracts = left.map((id) => ({ ...nft, functionName: "ownerOf", args: [id] }) as const);
    const owners = await multicall(client.publicClient, { ...at, contracts });
    left = left.filter((_id, i) => owners[i]?.toLowerCase() === owner.toLowerCase());
  }
  if (round !== undefined) {
    const contracts = left.map(
      (id) => ({ ...house, functionName: "auctionOf", args: [id] }) as const,
    );
    const rounds = await multicall(client.publicClient, { ...at, contracts });
    left = left.filter((id, i) => rounds[i] !== undefined && round(rounds[i], id));
  }
  return left;
}
