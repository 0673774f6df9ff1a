import { BaseError, formatLog, getAddress, numberToHex, parseEventLogs, type Address } from "viem";
import { z } from "zod";

import type { Client } from "../../client.ts";
import { revealOutcomeName } from "../../codes/enums.ts";
import { auctionHouseAbi } from "../../generated/abis.ts";
import { LeadBidsDocument, type BidStatus } from "../../generated/queries.ts";
import { latestBlockOf } from "../../subgraph/indexedChain.ts";
import { hasCode } from "../../errors/leadEngineError.ts";
import { pastEvents } from "../../pastEvents.ts";
import { allRows } from "../allRows.ts";
import { auctionRound } from "../auction/auction.ts";
import { selectorsOf } from "../book/marketEvents.ts";
import { defineAction } from "../definition.ts";
import { historyOfLead } from "../lead/leadEvents.ts";
import { address, leadId, usdc } from "../schemas.ts";

const STATUSES = [
  "Committed",
  "Withdrawn",
  "Leading",
  "Outbid",
  "Tied",
  "BelowReserve",
  "Barred",
  "Won",
  "Delivered",
  "Refunded",
  "Forfeited",
  "Released",
  "Returned",
] as const satisfies readonly BidStatus[];

/** A bid in a round of a lead. */
export const bid = auctionRound.pick({ round: true }).extend({
  bidder: address,
  status: z.enum(STATUSES).describe("How it stands: Committed while it is sealed"),
  amount: usdc.nullable().describe("USDC units; null while nobody has opened it"),
});

/** A bid in a round of a lead. */
export type Bid = z.output<typeof bid>;

const parameters = z.object({ leadId });

const result = z.object({ leadId, bids: z.array(bid) });

/** All bids on a lead, in all its rounds; see `bidsOf`. */
export async function getBids(
  client: Client,
  { leadId }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  return { leadId, bids: await bidsOf(client, leadId) };
}

/**
 * All bids on a lead, in all its rounds: from a subgraph that is not behind the chain, else from the chain's events. A node may refuse to
 * search all blocks: then the subgraph decides.
 */
export async function bidsOf(client: Client, leadId: bigint): Promise<Bid[]> {
  const head = await latestBlockOf(client.publicClient);
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
    const url = await client.services.index();
    return url === undefined ? undefined : await readIndex(url, leadId);
  } catch (error) {
    if (hasCode(error, "SUBGRAPH_FAILED")) return undefined;
    throw error;
  }
}

async function readIndex(url: string, leadId: bigint) {
  const { rows, block } = await allRows(
    url,
    LeadBidsDocument,
    { leadId: String(leadId) },
    ({ bids }) => bids,
  );
  const bids = rows.map(({ round, bidder, status, amount }) => ({
    round,
    bidder: getAddress(bidder.id),
    status,
    amount: amount == null ? null : BigInt(amount),
  }));
  return { bids, block };
}

/** Events that say how bids stand; the lead is the first indexed argument of each. */
const BID_EVENTS = [
  "BidCommitted",
  "BidWithdrawn",
  "BidRevealed",
  "TieResolved",
  "TiedBidReleased",
  "AuctionSettled",
  "AuctionRefunded",
  "SaleBarred",
  "AuctionVoided",
  "AuctionErased",
  "BondForfeited",
  "BondReturned",
] as const;
const BID_SELECTORS = selectorsOf(auctionHouseAbi, BID_EVENTS);

/** Bids from the events that name their bidder: a leading one has won only once a tie-break or a delivery says so. */
async function bidsFromEvents(client: Client, leadId: bigint): Promise<Bid[]> {
  const { abi, address } = client.contracts.house;
  // All in one request, which viem's actions cannot make: the same argument of several events.
  const topics = [BID_SELECTORS, numberToHex(leadId, { size: 32 })];
  const history = await historyOfLead(client, leadId);
  const found = await pastEvents(history, async ({ fromBlock, toBlock }) => {
    const range = {
      fromBlock: numberToHex(fromBlock),
      toBlock: toBlock === undefined ? ("latest" as const) : numberToHex(toBlock),
    };
    const logs = await client.publicClient.request({
      method: "eth_getLogs",
      params: [{ address, topics, ...range }],
    });
    return logs.map((log) => formatLog(log));
  });
  const logs = parseEventLogs({ abi, eventName: [...BID_EVENTS], logs: found }).sort(
    (a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex,
  );
  const bids = new Map<string, Bid>();
  const tell = (round: number, bidder: Address, status: BidStatus, amount?: bigint) => {
    const key = `${round} ${bidder}`;
    bids.set(key, { round, bidder, status, amount: amount ?? bids.get(key)?.amount ?? null });
  };
  for (const { eventName, args } of logs) {
    switch (eventName) {
      case "BidCommitted":
        tell(args.round, args.bidder, "Committed");
        break;
      case "BidWithdrawn":
        tell(args.round, args.bidder, "Withdrawn");
        break;
      case "BidRevealed":
        tell(args.round, args.bidder, revealOutcomeName(args.outcome), args.amount);
        if (BigInt(args.outbid) !== 0n) tell(args.round, args.outbid, "Outbid");
        break;
      case "TieResolved":
        tell(args.round, args.winner, "Won");
        break;
      case "TiedBidReleased":
        tell(args.round, args.bidder, "Released");
        break;
      case "AuctionSettled":
        tell(args.round, args.buyer, "Delivered");
        break;
      case "AuctionRefunded":
        tell(args.round, args.buyer, "Refunded");
        break;
      case "SaleBarred":
        tell(args.round, args.buyer, "Barred");
        break;
      case "AuctionVoided":
      case "AuctionErased":
        if (BigInt(args.leader) !== 0n) tell(args.round, args.leader, "Released");
        break;
      case "BondForfeited":
        tell(args.round, args.bidder, "Forfeited");
        break;
      case "BondReturned":
        tell(args.round, args.bidder, "Returned");
        break;
    }
  }
  return [...bids.values()];
}

export const getBidsDefinition = defineAction({
  name: "getBids",
  title: "Bids on a lead",
  description:
    "All bids on a lead, in all its auction rounds, and how each stands. Amounts are known once a bid is opened.",
  parameters,
  result,
  readOnly: true,
  run: getBids,
});
