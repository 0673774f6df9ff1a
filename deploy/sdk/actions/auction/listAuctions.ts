import { z } from "zod";

import { AuctionsDocument, type Auction_Filter, type EndReason } from "../../generated/queries.ts";
import { phaseWhere } from "../../subgraph/phaseWhere.ts";
import { queryAtBlock } from "../../subgraph/queryAtBlock.ts";
import type { RoundRow } from "../book/rows.ts";
import { defineAction } from "../definition.ts";
import { indexOrChain, type ListReader } from "../indexOrChain.ts";
import { score } from "../lead/quoteLead.ts";
import { address, amount, cursor, hex, limit, usdc } from "../schemas.ts";
import { auctionRound } from "./auction.ts";
import { indexedStanding } from "./indexedStanding.ts";
import { mayBeIn, roundsOnChain } from "./roundsOnChain.ts";
import { outcome } from "./standing.ts";
import { stepsOf, waiting } from "./steps.ts";

const PAGE = 50;
/** Below all ids. */
const START = "0x";

const END_REASONS = [
  "Delivered",
  "NoBids",
  "NoValidBid",
  "CancelledWithoutBids",
  "CancelledInPause",
  "NotDelivered",
  "DeliveryExcused",
  "BuyerBarred",
  "TieUnresolved",
  "SequencerOutage",
  "ErasedBeforeWinner",
  "ErasedAfterWinner",
] as const satisfies readonly EndReason[];

/** Phases to filter rounds by. */
export const roundPhase = auctionRound.shape.phase.exclude(["None"]);

const parameters = z.object({
  vertical: z
    .string()
    .optional()
    .describe("Only this vertical or root, such as solar.residential or solar"),
  region: z.string().optional().describe("Only this country or subdivision, such as US or US-TX"),
  phase: roundPhase.optional().describe("Only rounds that are in this phase now"),
  minScore: score.optional().describe("Lowest quality score, 0 to 10,000"),
  minReserve: amount.optional().describe("Lowest reserve, USDC units"),
  maxReserve: amount.optional().describe("Highest reserve, USDC units"),
  limit: limit.optional().describe(`How many at most; ${PAGE} if absent`),
  cursor: cursor.optional().describe("Where the page begins: the cursor of the previous page"),
});

const listedAuction = auctionRound.omit({ deliveryBond: true }).extend({
  id: hex.describe("The round's id in the subgraph"),
  outcome,
  endReason: z.enum(END_REASONS).nullable(),
  verticalSlug: z.string().describe("The lead's vertical, such as solar.residential"),
  region: z.string().describe("The lead's region, such as US-TX"),
  score: score.describe("The lead's quality score, 0 to 10,000"),
  seller: address,
  bidCount: z.number().int().describe("Accounts that have bid"),
  revealCount: z.number().int().describe("Bids that are open"),
  leadingBid: usdc.describe("The highest open bid, USDC units; 0 while there is none"),
  buyer: address.nullable(),
  fee: usdc.nullable().describe("The protocol's part of the price, USDC units"),
  waitsFor: waiting.shape.waitsFor,
});

/** An auction in a list. */
export type ListedAuction = z.output<typeof listedAuction>;

const result = z.object({
  now: waiting.shape.now,
  block: z.number().int().describe("The block of this answer"),
  auctions: z.array(listedAuction),
  cursor: hex.nullable().describe("Where the next page begins; null if there is none"),
});

/** Auctions that fit a filter, with their phases now; see `indexOrChain`. */
export async function listAuctions(
  reader: ListReader,
  { limit: first = PAGE, cursor: after = START, ...filter }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { block, now, rows } = await indexOrChain(
    reader,
    async (url) => {
      const now = await reader.now();
      const variables = { where: whereOf(filter, now), after, first };
      const { answer, block } = await queryAtBlock(url, AuctionsDocument, variables);
      return { now, block: block.number, rows: answer.auctions };
    },
    async (client) => {
      const now = await client.now();
      const { phase, ...what } = filter;
      const { block, rounds } = await roundsOnChain(client, {
        ...{ after, first, what },
        may: (latest) => phase === undefined || mayBeIn(phase, latest),
        fits: (row) => phase === undefined || indexedStanding(row, now).phase === phase,
      });
      return { now, block, rows: rounds.map(({ row }) => row) };
    },
  );
  return {
    now,
    block,
    auctions: rows.map((row) => listed(row, now)),
    cursor: rows.length === first ? (rows.at(-1)?.id ?? null) : null,
  };
}

/** Which rounds to ask for. */
function whereOf({ phase, ...filter }: z.input<typeof parameters>, now: number): Auction_Filter {
  const what = whatWhere(filter);
  return phase === undefined ? what : { and: [what, phaseWhere(phase, now)] };
}

/** Rounds by what they sell. */
export function whatWhere({
  vertical,
  region,
  minScore,
  minReserve,
  maxReserve,
}: Omit<z.input<typeof parameters>, "phase" | "limit" | "cursor">): Auction_Filter {
  return {
    ...(vertical === undefined ? {} : { verticalSlug_starts_with: vertical }),
    ...(region === undefined ? {} : { region_starts_with: region }),
    ...(minScore === undefined ? {} : { score_gte: minScore }),
    ...(minReserve === undefined ? {} : { reserve_gte: String(minReserve) }),
    ...(maxReserve === undefined ? {} : { reserve_lte: String(maxReserve) }),
  };
}

/** An auction for programs: numbers instead of the subgraph's text. */
export function listed(auction: RoundRow, now: number): ListedAuction {
  const standing = indexedStanding(auction, now);
  const { id, round, verticalSlug, region, score } = auction;
  const { bidCount, revealCount, pendingCommitments, tiedBids } = auction;
  return {
    id,
    leadId: standing.leadId,
    round,
    phase: standing.phase,
    closed: standing.closed,
    outcome: auction.outcome ?? null,
    endReason: auction.endReason ?? null,
    verticalSlug,
    region,
    score,
    seller: auction.seller.id,
    reserve: BigInt(auction.reserve),
    bidBond: BigInt(auction.bidBond),
    commitEnd: standing.commitEnd,
    revealEnd: standing.revealEnd,
    deliveryEnd: auction.deliveryEnd == null ? null : Number(auction.deliveryEnd),
    bidCount,
    revealCount,
    pendingCommitments,
    leader: auction.leader?.id ?? null,
    leadingBid: BigInt(auction.leadingBid),
    tiedBids,
    buyer: auction.buyer?.id ?? null,
    price: auction.price == null ? null : BigInt(auction.price),
    fee: auction.fee == null ? null : BigInt(auction.fee),
    waitsFor: stepsOf(standing, now),
  };
}

export const listAuctionsDefinition = defineAction({
  name: "listAuctions",
  title: "List auctions",
  description:
    "Finds auctions by vertical, region, phase, quality score and reserve, with what each waits for. From the subgraph, else from the chain; a page at a time.",
  parameters,
  result,
  readOnly: true,
  run: listAuctions,
});
