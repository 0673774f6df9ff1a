import { isHex, type Hex } from "viem";
import { z } from "zod";

import { score } from "../../sdk/actions/lead/quoteLead.ts";
import { address, hex, leadId, time, usdc } from "../../sdk/actions/schemas.ts";
import type { Client } from "../../sdk/client.ts";
import {
  LeadFeedDocument,
  type Action_Filter,
  type LeadFeedQuery,
} from "../../sdk/generated/queries.ts";
import { queryAtBlock } from "../../sdk/subgraph/queryAtBlock.ts";

/** The resource that tells which leads were listed. */
export const LIVE = "lead://live";
/** Entries of a page, and most of them. */
export const PAGE = 50;
export const MAX_ENTRIES = 100;
/** Below all ids. */
export const START: Hex = "0x";
/** Hexadecimal digits of a block number at the start of an id. */
const BLOCK_DIGITS = 16;

/** A lead that was listed. */
export const listedLead = z.object({
  leadId,
  round: z.number().int().describe("Number of the auction round, from 1"),
  vertical: z.string().describe("Slug, such as solar.residential"),
  region: z.string().describe("Such as US-TX"),
  score: score.describe("Quality score, 0 to 10,000"),
  reserve: usdc.describe("The least that a bid must be, USDC units"),
  bidBond: usdc.describe("What a bid locks, USDC units"),
  commitEnd: time.describe("Until when it can be bid on, Unix seconds"),
  revealEnd: time,
  expiresAt: time.describe("Last moment of its delivery, Unix seconds"),
  instantSale: z.boolean().describe("Whether a bounty that meets it buys it at once"),
  open: z.boolean().describe("Whether the round had not ended when it was asked about"),
  seller: address,
  sellerSales: z.number().int().describe("Leads that the seller has delivered"),
  sellerMissed: z.number().int().describe("Sold leads that it did not deliver"),
  fields: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .describe("Public fields; a number is the lower edge of its band"),
  listedAt: time,
  cursor: hex.describe("Where a page after it begins"),
});

/** A page of the feed. */
export const feedPage = z.object({
  leads: z.array(listedLead).describe("In the chain's order"),
  cursor: hex.describe(
    "Where the next page begins, now or later: keep it, and nothing is missed or told twice",
  ),
  more: z.boolean().describe("Whether another page is there already"),
  block: z.number().int().describe("The block of this answer"),
});

/** Which part of the feed to read. */
export interface FeedQuery {
  /** The cursor of what was read last; the beginning if absent. */
  readonly after?: Hex | undefined;
  /** Verticals and roots; all if absent. */
  readonly verticals?: readonly string[] | undefined;
  /** A filter on rounds. */
  readonly rounds?: NonNullable<Action_Filter["auction_"]> | undefined;
  readonly limit?: number | undefined;
}

/** Leads in the order of their listing, each listing once. */
export async function readFeed(
  { services }: Client,
  { after = START, verticals = [], rounds = {}, limit = PAGE }: FeedQuery,
): Promise<z.output<typeof feedPage>> {
  const url = await services.requireIndex();
  const which = verticals.map((slug) => ({
    auction_: { ...rounds, verticalSlug_starts_with: slug },
  }));
  const where: Action_Filter =
    which.length > 0 ? { or: which } : Object.keys(rounds).length > 0 ? { auction_: rounds } : {};
  const variables = { where, after, first: limit };
  const { answer, block } = await queryAtBlock(url, LeadFeedDocument, variables);
  const leads = answer.actions.flatMap(listedLeadOf);
  return {
    leads,
    cursor: answer.actions.at(-1)?.id ?? after,
    more: answer.actions.length === limit,
    block: block.number,
  };
}

/** The cursor after all that a block and those before it have. */
export function cursorAfter(block: number): Hex {
  return `0x${(block + 1).toString(16).padStart(BLOCK_DIGITS, "0")}`;
}

/** A cursor as a client gave it; undefined where it is none. */
export function cursorOf(text: string | undefined): Hex | undefined {
  return text !== undefined && isHex(text) && text.length % 2 === 0 ? text : undefined;
}

function listedLeadOf({
  id,
  leadId: lead,
  timestamp,
  auction,
}: LeadFeedQuery["actions"][number]): z.output<typeof listedLead>[] {
  if (auction === null || lead === null) return [];
  const { seller } = auction;
  return [
    {
      leadId: BigInt(lead),
      round: auction.round,
      vertical: auction.verticalSlug,
      region: auction.region,
      score: auction.score,
      reserve: BigInt(auction.reserve),
      bidBond: BigInt(auction.bidBond),
      commitEnd: Number(auction.commitEnd),
      revealEnd: Number(auction.revealEnd),
      expiresAt: Number(auction.expiresAt),
      instantSale: auction.instantSale,
      open: auction.outcome === null,
      seller: seller.id,
      sellerSales: seller.saleCount,
      sellerMissed: seller.missedDeliveryCount,
      fields: Object.fromEntries(
        auction.lead.attributes.map((field) => [field.name, valueOf(field)]),
      ),
      listedAt: Number(timestamp),
      cursor: id,
    },
  ];
}

type Field = NonNullable<LeadFeedQuery["actions"][number]["auction"]>["lead"]["attributes"][number];

/** A public field as the lead's attributes have it. */
function valueOf({ kind, text, lower, flag }: Field): string | number | boolean {
  if (kind === "Band" || kind === "Number") return Number(lower ?? text);
  return kind === "Flag" && flag !== null ? flag : text;
}
