import { BaseError, getAddress, numberToHex, parseEventLogs, type Address, type Hex } from "viem";

import { LeadBidsDocument, type LeadBidsQuery } from "../../types/subgraph/queries.ts";
import type { Client } from "../client/client.ts";
import { querySubgraph, SubgraphQueryError } from "../subgraph/querySubgraph.ts";

/** Where a bid stands, as far as its own events tell. */
export type BidState = "sealed" | "withdrawn" | "revealed" | "released" | "forfeited" | "returned";

/** A bid in a round of a lead. */
export interface Bid {
  readonly round: number;
  readonly bidder: Address;
  readonly state: BidState;
  /** USDC units; null while nobody has opened it. */
  readonly amount: bigint | null;
}

const PAGE = 1_000;
const LEAD_ID_BYTES = 8;

/**
 * All bids on a lead, in all its rounds: from a subgraph that is not behind the chain, else from the chain's events. A node may refuse to
 * search all blocks: then the subgraph has the last word.
 */
export async function bidsOf(client: Client, leadId: bigint): Promise<Bid[]> {
  const head = await client.publicClient.getBlockNumber({ cacheTime: 0 });
  const indexed = await bidsFromIndex(client, leadId);
  if (indexed !== undefined && indexed.block >= head) return indexed.bids;
  try {
    return await bidsFromEvents(client, leadId);
  } catch (error) {
    if (indexed !== undefined && error instanceof BaseError) return indexed.bids;
    throw error;
  }
}

/** Undefined where no subgraph answers. */
async function bidsFromIndex(
  client: Client,
  leadId: bigint,
): Promise<{ readonly bids: Bid[]; readonly block: number } | undefined> {
  try {
    const url = await client.index();
    return url === undefined ? undefined : await readIndex(url, leadId);
  } catch (error) {
    if (error instanceof SubgraphQueryError) return undefined;
    throw error;
  }
}

async function readIndex(url: string, leadId: bigint) {
  const lead = numberToHex(leadId, { size: LEAD_ID_BYTES });
  const found: Bid[] = [];
  let block = Infinity;
  for (let after: Hex = "0x"; ;) {
    const page = await querySubgraph(url, LeadBidsDocument, { lead, after, first: PAGE });
    block = Math.min(block, page._meta?.block.number ?? 0);
    found.push(
      ...page.bids.map((bid) => ({
        round: bid.auction.round,
        bidder: getAddress(bid.bidder.id),
        state: indexedBidState(bid),
        amount: bid.opening == null ? null : BigInt(bid.opening.amount),
      })),
    );
    const last = page.bids.at(-1);
    if (last === undefined || page.bids.length < PAGE) return { bids: found, block };
    after = last.id;
  }
}

/** The state of a bid that the subgraph tells of. `changes` holds its last change. */
export function indexedBidState({
  opening,
  changes,
  forfeiture,
}: Pick<LeadBidsQuery["bids"][number], "opening" | "changes" | "forfeiture">): BidState {
  if (forfeiture != null) return "forfeited";
  switch (changes[0]?.kind) {
    case "Withdrawn":
      return "withdrawn";
    case "Released":
      return "released";
    case "BondReturned":
      return "returned";
    default:
      return opening == null ? "sealed" : "revealed";
  }
}

async function bidsFromEvents({ contracts }: Client, leadId: bigint): Promise<Bid[]> {
  const { abi, getEvents } = contracts.house;
  const [where, range] = [{ leadId }, { fromBlock: 0n }] as const;
  const found = await Promise.all([
    getEvents.BidCommitted(where, range),
    getEvents.BidWithdrawn(where, range),
    getEvents.BidRevealed(where, range),
    getEvents.TiedBidReleased(where, range),
    getEvents.BondForfeited(where, range),
    getEvents.BondReturned(where, range),
  ]);
  const logs = parseEventLogs({ abi, logs: found.flat() }).sort(
    (a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex,
  );
  const bids = new Map<string, Bid>();
  for (const log of logs) {
    const state = STATES[log.eventName as keyof typeof STATES];
    const { round, bidder } = log.args as { readonly round: number; readonly bidder: Address };
    const key = `${round} ${bidder}`;
    const amount =
      log.eventName === "BidRevealed" ? log.args.amount : (bids.get(key)?.amount ?? null);
    bids.set(key, { round, bidder, state, amount });
  }
  return [...bids.values()];
}

/** What each event makes of a bid. */
const STATES = {
  BidCommitted: "sealed",
  BidWithdrawn: "withdrawn",
  BidRevealed: "revealed",
  TiedBidReleased: "released",
  BondForfeited: "forfeited",
  BondReturned: "returned",
} as const satisfies Readonly<Record<string, BidState>>;
