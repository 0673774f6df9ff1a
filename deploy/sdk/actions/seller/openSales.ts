import { parseEventLogs, type Log } from "viem";
import { getBlockNumber } from "viem/actions";

import type { Trader } from "../../client.ts";
import { isInTime } from "../../codes/deadlines.ts";
import { hasCode } from "../../errors/leadEngineError.ts";
import { auctionHouseAbi } from "../../generated/abis.ts";
import { pastEventsUpTo } from "../../pastEvents.ts";
import { indexedRounds } from "../auction/indexedRounds.ts";
import type { IndexedAuction } from "../auction/indexedStanding.ts";

/**
 * A seller's leads that may wait for it: the commit phase of their latest round is over. From the subgraph, else from the chain's events;
 * the chain decides about each.
 * @param relist how often an unsold lead is listed again: with 0, leads whose last round is closed are left out.
 */
export async function openSales(trader: Trader, relist: number): Promise<bigint[]> {
  const now = await trader.now();
  const indexed = await fromIndex(trader, relist, now);
  return indexed ?? (await fromEvents(trader, now));
}

/** Undefined where no subgraph answers. */
async function fromIndex(
  { services, address }: Trader,
  relist: number,
  now: number,
): Promise<bigint[] | undefined> {
  const seller = address.toLowerCase();
  try {
    const url = await services.index();
    if (url === undefined) return undefined;
    const running = await indexedRounds(url, { seller, outcome: null, commitEnd_lte: String(now) });
    if (relist === 0) return leadsOf(running);
    const unsold = await indexedRounds(url, { seller, outcome: "Unsold", round_lte: relist });
    return leadsOf([...running, ...unsold.filter((auction) => isListable(auction, now))]);
  } catch (error) {
    if (hasCode(error, "SUBGRAPH_FAILED")) return undefined;
    throw error;
  }
}

function leadsOf(auctions: readonly IndexedAuction[]): bigint[] {
  return [...new Set(auctions.map(({ leadId }) => BigInt(leadId)))];
}

/** Whether a lead has time left for another round, and none since this one. */
function isListable({ id, lead }: IndexedAuction, now: number): boolean {
  const { commitWindow, revealWindow, deliveryWindow } = lead.vertical;
  const windows = {
    commitWindow: Number(commitWindow),
    revealWindow: Number(revealWindow),
    deliveryWindow: Number(deliveryWindow),
  };
  return lead.latestAuction?.id === id && isInTime(Number(lead.expiresAt), windows, now);
}

/** What a seller's events have shown, so that a long history is not searched and decoded again at each look. */
interface Found {
  /** All blocks up to this one were searched. */
  searched: bigint;
  /** Leads that are not delivered: when the commit phase of the latest round ends, Unix seconds. */
  readonly commitEnds: Map<bigint, number>;
}

/** So many blocks are searched again: the last ones may have been replaced. */
const AGAIN = 50n;

const found = new WeakMap<Trader, Found>();

async function fromEvents(trader: Trader, now: number): Promise<bigint[]> {
  const { publicClient, firstBlock, address: seller } = trader;
  const { house, nft } = trader.contracts;
  const known: Found = found.get(trader) ?? { searched: firstBlock - 1n, commitEnds: new Map() };
  found.set(trader, known);
  const head = await getBlockNumber(publicClient, { cacheTime: 0 });
  const from = known.searched + 1n - AGAIN;
  const history = { publicClient, firstBlock: from > firstBlock ? from : firstBlock };
  const [created, delivered] = await Promise.all([
    pastEventsUpTo(history, head, (range) => house.getEvents.AuctionCreated({ seller }, range)),
    pastEventsUpTo(history, head, (range) => nft.getEvents.LeadDelivered({ from: seller }, range)),
  ]);
  noteListed(known, created);
  // A lead is delivered once, and then nobody waits for its seller.
  for (const { args } of delivered) known.commitEnds.delete(args.leadId ?? 0n);
  known.searched = head;
  return [...known.commitEnds].flatMap(([leadId, commitEnd]) => (commitEnd <= now ? [leadId] : []));
}

function noteListed({ commitEnds }: Found, logs: readonly Log[]): void {
  const rounds = parseEventLogs({
    abi: auctionHouseAbi,
    eventName: "AuctionCreated",
    logs: [...logs],
  });
  for (const { args } of rounds) commitEnds.set(args.leadId, args.commitEnd);
}

/** Notes sales that the seller was told of. @param logs `AuctionCreated` of the seller's leads. */
export function noteSales(trader: Trader, logs: readonly Log[]): void {
  const known = found.get(trader);
  if (known !== undefined) noteListed(known, logs);
}

/** Notes that nothing more is to be done for a lead, unless it is listed once more. */
export function endSale(trader: Trader, leadId: bigint): void {
  found.get(trader)?.commitEnds.delete(leadId);
}

/** Whether a sale may wait for its seller: always where no events were searched. @param now Unix seconds. */
export function hasDueSale(trader: Trader, now: number): boolean {
  const known = found.get(trader);
  if (known === undefined) return true;
  return [...known.commitEnds.values()].some((commitEnd) => commitEnd <= now);
}
