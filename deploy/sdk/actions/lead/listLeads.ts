import { getAddress } from "viem";
import { z } from "zod";

import { LeadsDocument, type Lead_Filter, type LeadsQuery } from "../../generated/queries.ts";
import { bandWords, optionWords, type AttributeWords } from "../../lead/attributeWords.ts";
import { queryAtBlock } from "../../subgraph/queryAtBlock.ts";
import { outcome } from "../auction/standing.ts";
import type { LeadRow } from "../book/rows.ts";
import { defineAction } from "../definition.ts";
import { indexOrChain, type ListReader } from "../indexOrChain.ts";
import { address, cursor, hex, leadId, limit, time, usdc } from "../schemas.ts";
import { leadsOnChain } from "./leadsOnChain.ts";
import { score } from "./quoteLead.ts";

const PAGE = 50;
/** Below all ids. */
const START = "0x";

/** States of a lead: not in an open round, in one, sold, or erased. */
export const leadState = z.enum(["Unlisted", "Listed", "Sold", "Erased"]);

/** Which leads to find. */
export const leadFilter = z.object({
  vertical: z
    .string()
    .optional()
    .describe("Only this vertical or root, such as solar.residential or solar"),
  region: z.string().optional().describe("Only this country or subdivision, such as US or US-TX"),
  state: leadState
    .optional()
    .describe("Unlisted: in no open auction. Listed: in one. Sold: delivered to a buyer. Erased"),
  seller: address.optional().describe("Only leads that this account sells or sold"),
  owner: address.optional().describe("Only leads that this account owns"),
  minScore: score.optional().describe("Lowest quality score, 0 to 10,000"),
});

/** A lead in a list. */
const listedLead = z.object({
  id: hex.describe("The lead's id in the subgraph"),
  leadId,
  state: leadState,
  verticalSlug: z.string().describe("Its vertical, such as solar.residential"),
  region: z.string().describe("Where the consumer is, such as US-TX"),
  score,
  source: z.string().describe("How the lead came about"),
  seller: address,
  owner: address,
  consentTime: time.describe("When the consumer consented, Unix seconds; 0 if never"),
  mintedAt: time,
  expiresAt: time.describe("Last moment of its delivery, Unix seconds"),
  uri: z.string().nullable().describe("Where the ciphertext is; null once it is erased"),
  attributes: z
    .array(
      z.object({
        name: z.string().describe("Such as electricBill"),
        title: z.string().describe("The question in words"),
        answer: z.string().describe("The answer in words; a number only as its band"),
      }),
    )
    .describe("Public attributes"),
  auction: z
    .object({
      round: z.number().int(),
      outcome,
      reserve: usdc,
      commitEnd: time,
      revealEnd: time,
      price: usdc.nullable(),
      buyer: address.nullable(),
      closedAt: time.nullable(),
    })
    .nullable()
    .describe("Its latest auction round; null if there was none"),
  mintTxHash: hex.describe("Hash of the transaction that minted it"),
});

/** A lead in a list. */
export type ListedLead = z.output<typeof listedLead>;

const parameters = leadFilter.extend({
  limit: limit.optional().describe(`How many at most; ${PAGE} if absent`),
  cursor: cursor.optional().describe("Where the page begins: the cursor of the previous page"),
});

const result = z.object({
  block: z.number().int().describe("The block of this answer"),
  leads: z.array(listedLead).describe("The oldest first"),
  cursor: hex.nullable().describe("Where the next page begins; null if there is none"),
});

/** Leads that fit a filter; see `indexOrChain`. */
export async function listLeads(
  reader: ListReader,
  { limit: first = PAGE, cursor: after = START, ...filter }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { block, leads } = await indexOrChain(
    reader,
    async (url) => {
      const variables = { where: leadsWhere(filter), after, first };
      const { answer, block } = await queryAtBlock(url, LeadsDocument, variables);
      return { block: block.number, leads: answer.leads.map(indexedLeadOf) };
    },
    async (client) => {
      const { block, leads } = await leadsOnChain(client, filter, { after, first });
      return { block, leads: leads.map(({ row, attributes }) => listedLeadOf(row, attributes)) };
    },
  );
  return { block, leads, cursor: leads.length === first ? (leads.at(-1)?.id ?? null) : null };
}

/** A filter as the subgraph takes it. */
export function leadsWhere({
  vertical,
  region,
  state,
  seller,
  owner,
  minScore,
}: z.input<typeof leadFilter>): Lead_Filter {
  return {
    ...(vertical === undefined ? {} : { verticalSlug_starts_with: vertical }),
    ...(region === undefined ? {} : { region_starts_with: region }),
    ...(state === undefined ? {} : { state }),
    ...(seller === undefined ? {} : { seller: seller.toLowerCase() }),
    ...(owner === undefined ? {} : { owner: owner.toLowerCase() }),
    ...(minScore === undefined ? {} : { score_gte: minScore }),
  };
}

/** A lead that the subgraph lists. */
export function indexedLeadOf({ attributes, ...row }: LeadsQuery["leads"][number]): ListedLead {
  return listedLeadOf(row, attributes.map(attributeOf));
}

/** A lead for programs: numbers instead of the subgraph's text. */
export function listedLeadOf(
  { latestAuction, ...lead }: LeadRow,
  attributes: AttributeWords[],
): ListedLead {
  return {
    id: lead.id,
    leadId: BigInt(lead.leadId),
    state: lead.state,
    verticalSlug: lead.verticalSlug,
    region: lead.region,
    score: lead.score,
    source: lead.source,
    seller: getAddress(lead.seller.id),
    owner: getAddress(lead.owner.id),
    consentTime: Number(lead.consentTime),
    mintedAt: Number(lead.timestamp),
    expiresAt: Number(lead.expiresAt),
    uri: lead.contentURI,
    attributes,
    auction: latestAuction && auctionOf(latestAuction),
    mintTxHash: lead.txHash,
  };
}

type Attribute = LeadsQuery["leads"][number]["attributes"][number];

function attributeOf({ name, kind, text, unit, lower, upper, definition }: Attribute) {
  const title = definition?.title ?? name;
  const isBand = kind === "Band" && lower !== null && unit !== null;
  const answer = isBand
    ? bandWords({ lower: Number(lower), upper: upper === null ? undefined : Number(upper), unit })
    : kind === "Flag"
      ? text === "true"
        ? "yes"
        : "no"
      : kind === "Option"
        ? optionWords(text)
        : text;
  return { name, title, answer };
}

function auctionOf(round: NonNullable<LeadsQuery["leads"][number]["latestAuction"]>) {
  return {
    round: round.round,
    outcome: round.outcome,
    reserve: BigInt(round.reserve),
    commitEnd: Number(round.commitEnd),
    revealEnd: Number(round.revealEnd),
    price: round.price === null ? null : BigInt(round.price),
    buyer: round.buyer === null ? null : getAddress(round.buyer.id),
    closedAt: round.closedAt === null ? null : Number(round.closedAt),
  };
}

export const listLeadsDefinition = defineAction({
  name: "listLeads",
  title: "List leads",
  description:
    "Finds leads by vertical, region, state, seller, owner and quality score, with their public attributes in words. From the subgraph, else from the chain; a page at a time.",
  parameters,
  result,
  readOnly: true,
  run: listLeads,
});
