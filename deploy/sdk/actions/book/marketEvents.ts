import {
  formatLog,
  numberToHex,
  parseEventLogs,
  toEventSelector,
  type Abi,
  type Address,
  type Hex,
  type Log,
  type ParseEventLogsReturnType,
} from "viem";
import { getBlock } from "viem/actions";

import type { Client } from "../../client.ts";
import {
  auctionHouseAbi,
  creVerifierAbi,
  leadNFTAbi,
  vrfTieBreakerAbi,
} from "../../generated/abis.ts";
import { pastEventsUpTo } from "../../pastEvents.ts";

/** Leads whose events a node is asked for at once. */
export const LEADS_AT_ONCE = 100;

const ABI = [...auctionHouseAbi, ...leadNFTAbi, ...creVerifierAbi, ...vrfTieBreakerAbi] as const;
/** Events that say how leads, rounds and bids stand; the lead is the first indexed argument of each. */
const NAMES = [
  "LeadMinted",
  "LeadAttested",
  "LeadDelivered",
  "LeadErased",
  "AuctionCreated",
  "OfferPlaced",
  "BidCommitted",
  "BidOverwritten",
  "SealedOpeningGiven",
  "BidWithdrawn",
  "BidRevealed",
  "LowBidCharged",
  "RevealSkipped",
  "RevealClosed",
  "TieBreakRequested",
  "TieBreakFulfilled",
  "TieResolved",
  "TiedBidReleased",
  "AuctionSettled",
  "AuctionCancelled",
  "AuctionClosedUnsold",
  "AuctionRefunded",
  "SaleBarred",
  "DeliveryDelayed",
  "AuctionVoided",
  "AuctionErased",
  "BondForfeited",
  "BondReturned",
  "OutageReported",
] as const;

/** An event of a lead with its block's time, Unix seconds. */
export type MarketEvent = ParseEventLogsReturnType<typeof ABI, [...typeof NAMES], true>[number] & {
  readonly time: number;
};

/** The event of a name. */
export type EventNamed<NameT extends MarketEvent["eventName"]> = Extract<
  MarketEvent,
  { readonly eventName: NameT }
>;

/** All events of some leads from the deployment's first block to `block`, oldest first. @param leadIds at most `LEADS_AT_ONCE`. */
export async function eventsOfLeads(
  client: Client,
  leadIds: readonly bigint[],
  block: bigint,
): Promise<MarketEvent[]> {
  const { house, nft, verifier, tieBreaker } = client.contracts;
  const address = [house, nft, verifier, tieBreaker].map((contract) => contract.address);
  const topics = [null, leadIds.map((leadId) => numberToHex(leadId, { size: 32 }))];
  const found = await logsUpTo(client, block, { address, topics });
  const logs = parseEventLogs({ abi: ABI, eventName: [...NAMES], logs: found });
  const times = await timesOf(client, logs);
  return logs
    .map((log) => ({ ...log, time: times.get(log.blockNumber) ?? 0 }))
    .sort((a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex);
}

/** The first topics of events by their names. */
export function selectorsOf(abi: Abi, names: readonly string[]): Hex[] {
  return abi.flatMap((item) =>
    item.type === "event" && names.includes(item.name) ? [toEventSelector(item)] : [],
  );
}

/** Logs by their topics up to `block`: viem's actions cannot ask for the same argument of several events. */
export function logsUpTo(
  client: Client,
  block: bigint,
  filter: {
    readonly address: Address | Address[];
    readonly topics: (Hex | Hex[] | null)[];
  },
): Promise<Log<bigint, number, false>[]> {
  return pastEventsUpTo(client, block, async ({ fromBlock, toBlock }) => {
    const range = { fromBlock: numberToHex(fromBlock), toBlock: numberToHex(toBlock) };
    const logs = await client.publicClient.request({
      method: "eth_getLogs",
      params: [{ ...filter, ...range }],
    });
    return logs.map((log) => formatLog(log) as Log<bigint, number, false>);
  });
}

/** Times of the blocks of logs. A node that does not tell a log's time is asked for its block. */
export async function timesOf(
  { publicClient }: Client,
  logs: readonly {
    readonly blockNumber: bigint;
    readonly blockTimestamp?: bigint | null | undefined;
  }[],
): Promise<ReadonlyMap<bigint, number>> {
  const told = new Map(
    logs.map(({ blockNumber, blockTimestamp }) => [blockNumber, blockTimestamp]),
  );
  const times = await Promise.all(
    [...told].map(async ([blockNumber, time]) => {
      const seconds = time ?? (await getBlock(publicClient, { blockNumber })).timestamp;
      return [blockNumber, Number(seconds)] as const;
    }),
  );
  return new Map(times);
}
