import { parseEventLogs } from "viem";

import type { Trader } from "../../client.ts";
import { isInTime } from "../../codes/deadlines.ts";
import { hasCode } from "../../errors/leadEngineError.ts";
import { pastEvents } from "../../pastEvents.ts";
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

async function fromEvents(trader: Trader, now: number): Promise<bigint[]> {
  const { house, nft } = trader.contracts;
  const [created, delivered] = await Promise.all([
    pastEvents(trader, (range) =>
      house.getEvents.AuctionCreated({ seller: trader.address }, range),
    ),
    pastEvents(trader, (range) => nft.getEvents.LeadDelivered({ from: trader.address }, range)),
  ]);
  const rounds = parseEventLogs({ abi: house.abi, eventName: "AuctionCreated", logs: created });
  const latest = new Map(rounds.map(({ args }) => [args.leadId, args.commitEnd]));
  // A lead is delivered once, and then nobody waits for its seller.
  for (const { args } of delivered) latest.delete(args.leadId ?? 0n);
  return [...latest].flatMap(([leadId, commitEnd]) => (commitEnd <= now ? [leadId] : []));
}
