import { isAddressEqual, parseAbi, zeroAddress } from "viem";
import { readContract } from "viem/actions";
import { z } from "zod";

import type { Client } from "../../client.ts";
import { durationText } from "../../codes/text.ts";
import { FEED_FAULTS, feedFaultName, feedFaultText } from "../../codes/feedFaults.ts";
import { answerOf } from "../answerOf.ts";
import { address, time } from "../schemas.ts";
import type { Alarm } from "./alarm.ts";

const feedAbi = parseAbi([
  "function latestRoundData() view returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)",
]);

/** Prices that move reserves, as the pricer numbers them. */
export const ASSETS = ["BTC", "ETH"] as const;

/** A price feed and how it keeps its rules. */
export const feedStatus = z.object({
  asset: z.enum(ASSETS),
  feed: address.describe("Chainlink's USD feed"),
  price: z.bigint().nullable().describe("USD with 8 decimals; null on a fault"),
  referencePrice: z.bigint().describe("Price at which the ratio is 1, USD with 8 decimals"),
  observedAt: time.nullable().describe("When the price was observed, Unix seconds"),
  maxAge: z.number().int().describe("Heartbeat and margin: an older price is stale, seconds"),
  fromReport: z.boolean().describe("Whether it is a Data Streams price instead of the feed's"),
  fault: z.enum(FEED_FAULTS).describe("The rule that it breaks; None if none"),
});

/** The sequencer's feed and what it says. */
export const sequencerStatus = z.object({
  feed: address.nullable().describe("Null on a chain without one"),
  state: z
    .enum(["up", "catching up", "down", "unreadable", "none"])
    .describe("catching up: up again, within the grace period"),
  since: time.nullable().describe("Since when, Unix seconds"),
  gracePeriod: z.number().int().describe("Time that prices are not trusted after it, seconds"),
});

type FeedStatus = z.output<typeof feedStatus>;
type SequencerStatus = z.output<typeof sequencerStatus>;

/** What `now` means: a block's time on a local chain moves with the next transaction only. */
const NOW = { blockTag: "pending" } as const;

/** A price of the pricer with the rules of its feed. @param asset the pricer's number of it. */
export async function feedStatusOf({ contracts }: Client, asset: number): Promise<FeedStatus> {
  const name = ASSETS[asset];
  if (name === undefined) throw new RangeError(`There is no asset ${asset}.`);
  const { pricer } = contracts;
  const [rules, price] = await Promise.all([
    pricer.read.feedOf([asset], NOW),
    pricer.read.priceOf([asset], NOW),
  ]);
  const fault = feedFaultName(price.fault);
  return {
    asset: name,
    feed: rules.aggregator,
    price: fault === "None" ? price.price : null,
    referencePrice: rules.referencePrice,
    observedAt: fault === "None" ? price.observedAt : null,
    maxAge: rules.heartbeat + rules.margin,
    fromReport: price.fromReport,
    fault,
  };
}

/** The prices that move reserves, the sequencer, and what is wrong with them. */
export async function priceStatusOf(client: Client, now: number) {
  const [feeds, sequencer] = await Promise.all([
    Promise.all(ASSETS.map((_name, asset) => feedStatusOf(client, asset))),
    sequencerStatusOf(client, now),
  ]);
  const alarms = [...feeds.flatMap(feedAlarms), ...sequencerAlarms(sequencer)];
  return { feeds, sequencer, alarms };
}

async function sequencerStatusOf(
  { contracts, publicClient }: Client,
  now: number,
): Promise<SequencerStatus> {
  const [feed, gracePeriod] = await contracts.pricer.read.sequencerFeed();
  if (isAddressEqual(feed, zeroAddress)) {
    return { feed: null, state: "none", since: null, gracePeriod };
  }
  const read = { address: feed, abi: feedAbi, functionName: "latestRoundData", ...NOW } as const;
  const round = await answerOf(readContract(publicClient, read));
  const [, answer, startedAt] = round ?? [0n, 0n, 0n];
  const since = Number(startedAt);
  if (since === 0 || since > now) return { feed, state: "unreadable", since: null, gracePeriod };
  if (answer !== 0n) return { feed, state: "down", since, gracePeriod };
  return { feed, state: now - since <= gracePeriod ? "catching up" : "up", since, gracePeriod };
}

function feedAlarms({ asset, feed, fault, maxAge }: FeedStatus): Alarm[] {
  if (fault === "None") return [];
  const limit = fault === "StaleAnswer" ? ` (${durationText(maxAge)})` : "";
  return [
    {
      code: `FEED_${asset}_${fault}`,
      says: `${asset}/USD at ${feed}: ${feedFaultText(fault)}${limit}. Leads are listed all the same, at multiplier 1.`,
      next: "Compare it with the feed's page at data.chain.link. If feed, heartbeat or band have changed, set them with `setFeed` of the pricer (configurator, a day ahead); if the feed is late, wait for its next update.",
    },
  ];
}

function sequencerAlarms({ feed, state }: SequencerStatus): Alarm[] {
  switch (state) {
    case "up":
    case "catching up":
    case "none":
      return [];
    case "down":
      return [
        {
          code: "SEQUENCER_DOWN",
          says: "The rollup's sequencer is down: nothing but forced transactions gets in.",
          next: "Wait until it is up. Then `listAuctions({})` says which auctions it kept from their end, and what they wait for.",
        },
      ];
    case "unreadable":
      return [
        {
          code: "SEQUENCER_UNREADABLE",
          says: `The sequencer's feed ${feed ?? ""} does not answer as it should: outages are not seen, and the multiplier is 1.`,
          next: "Set the right feed with `setSequencerFeed` of the pricer (configurator, a day ahead).",
        },
      ];
  }
}
