import { seriesByVertical, type PriceSeries } from "../../charts/priceChart.ts";
import type { IndexedAuction } from "../../sdk/actions/auction/indexedStanding.ts";
import {
  AuctionsDocument,
  LeadStoryDocument,
  MarketDocument,
  SolvencyDocument,
  type Aggregation_Interval,
  type LeadStoryQuery,
  type MarketQuery,
  type SolvencyQuery,
} from "../../sdk/generated/queries.ts";
import { queryAtBlock, type IndexedBlock } from "../../sdk/subgraph/queryAtBlock.ts";
import { querySubgraph } from "../../sdk/subgraph/querySubgraph.ts";

/** What the board shows of a market. */
export interface Market {
  /** The oldest block of its answers. */
  readonly block: IndexedBlock;
  /** Rounds that no event has ended, up to the limit. */
  readonly open: readonly IndexedAuction[];
  readonly ended: MarketQuery["auctions"];
  readonly prices: readonly PriceSeries[];
  readonly solvency: SolvencyQuery;
}

/** How much of it is asked for. */
export interface MarketRange {
  /** Open rounds at most. */
  readonly limit: number;
  readonly interval: Aggregation_Interval;
  /** Prices from this time on, Unix seconds. */
  readonly since: number;
}

/** Reads a market from its subgraph. @throws as `querySubgraph`. */
export async function readMarket(url: string, range: MarketRange): Promise<Market> {
  const { limit: first, interval, since } = range;
  const [auctions, market, solvency] = await Promise.all([
    queryAtBlock(url, AuctionsDocument, { where: { outcome: null }, first }),
    queryAtBlock(url, MarketDocument, { interval, since: `${since}000000` }),
    queryAtBlock(url, SolvencyDocument, {}),
  ]);
  const [block = auctions.block] = [auctions, market, solvency]
    .map((one) => one.block)
    .sort((a, b) => a.number - b.number);
  return {
    block,
    open: auctions.answer.auctions,
    ended: market.answer.auctions,
    prices: seriesByVertical(market.answer.verticalPeriods),
    solvency: solvency.answer,
  };
}

/** A lead as the subgraph tells its story. */
export type Story = LeadStoryQuery["leads"][number];

/** A lead's story, undefined where the subgraph knows no such lead. @throws as `querySubgraph`. */
export async function readStory(url: string, leadId: string): Promise<Story | undefined> {
  return (await querySubgraph(url, LeadStoryDocument, { leadId })).leads[0];
}
