import { z } from "zod";

import { dollarsOf } from "../../codes/usdc.ts";
import { LeadsDocument } from "../../generated/queries.ts";
import { csvOf } from "../../lead/csv.ts";
import { allRows } from "../allRows.ts";
import { defineAction } from "../definition.ts";
import { indexOrChain, type ListReader } from "../indexOrChain.ts";
import { leadsOnChain } from "./leadsOnChain.ts";
import {
  indexedLeadOf,
  leadFilter,
  leadsWhere,
  listedLeadOf,
  type ListedLead,
} from "./listLeads.ts";

const DAY = 86_400;
const ALL = { after: "0x", first: Infinity } as const;

const parameters = leadFilter.omit({ state: true }).extend({
  format: z
    .enum(["csv", "json"])
    .optional()
    .describe(
      "csv, the default: a table for spreadsheets, money in USDC, times in ISO 8601. json: an array, money in USDC units, times in Unix seconds",
    ),
  status: leadFilter.shape.state,
  days: z
    .number()
    .int()
    .min(1)
    .max(36_500)
    .optional()
    .describe(
      "Only leads that were minted within so many days, by the chain's clock; all if absent",
    ),
});

const result = z.object({
  format: z.enum(["csv", "json"]),
  leads: z.number().int().describe("How many leads the text has"),
  block: z.number().int().nullable().describe("The oldest block that a part of it holds for"),
  text: z.string().describe("The leads in that format"),
});

/** All leads that fit a filter, as one text: public data only. See `indexOrChain`. */
export async function exportLeads(
  reader: ListReader,
  { format = "csv", status, days, ...rest }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const filter = { ...rest, state: status };
  const mintedFrom = days === undefined ? undefined : (await reader.now()) - days * DAY;
  const { block, leads } = await indexOrChain(
    reader,
    async (url) => {
      const since = mintedFrom === undefined ? {} : { timestamp_gte: String(mintedFrom) };
      const where = { ...leadsWhere(filter), ...since };
      const { rows, block } = await allRows(url, LeadsDocument, { where }, ({ leads }) => leads);
      return { block, leads: rows.map(indexedLeadOf) };
    },
    async (client) => {
      const { block, leads } = await leadsOnChain(client, { ...filter, mintedFrom }, ALL);
      return { block, leads: leads.map(({ row, attributes }) => listedLeadOf(row, attributes)) };
    },
  );
  const text = format === "csv" ? csvOf([COLUMNS, ...leads.map(cellsOf)]) : jsonOf(leads);
  return { format, leads: leads.length, block, text };
}

const COLUMNS = [
  "leadId",
  "state",
  "vertical",
  "region",
  "score",
  "source",
  "seller",
  "owner",
  "consentTime",
  "mintedAt",
  "expiresAt",
  "attributes",
  "round",
  "outcome",
  "reserve",
  "price",
  "buyer",
  "closedAt",
  "mintTxHash",
];

function cellsOf({ auction, ...lead }: ListedLead): (string | number | bigint)[] {
  return [
    lead.leadId,
    lead.state,
    lead.verticalSlug,
    lead.region,
    lead.score,
    lead.source,
    lead.seller,
    lead.owner,
    timeCell(lead.consentTime),
    timeCell(lead.mintedAt),
    timeCell(lead.expiresAt),
    lead.attributes.map(({ name, answer }) => `${name}: ${answer}`).join("; "),
    auction?.round ?? "",
    auction?.outcome ?? "",
    auction === null ? "" : dollarsOf(auction.reserve),
    auction?.price == null ? "" : dollarsOf(auction.price),
    auction?.buyer ?? "",
    auction?.closedAt == null ? "" : timeCell(auction.closedAt),
    lead.mintTxHash,
  ];
}

/** Unix seconds in ISO 8601; nothing for what never happened. */
function timeCell(seconds: number): string {
  return seconds === 0 ? "" : new Date(seconds * 1_000).toISOString();
}

function jsonOf(leads: readonly ListedLead[]): string {
  const numbers = (_key: string, value: unknown) =>
    typeof value === "bigint" ? Number(value) : value;
  return `${JSON.stringify(leads, numbers, 2)}\n`;
}

export const exportLeadsDefinition = defineAction({
  name: "exportLeads",
  title: "Export leads",
  description:
    "All leads that fit a filter as one CSV or JSON text, with their public attributes, latest auction and price. Public data only; from the subgraph, else from the chain.",
  parameters,
  result,
  readOnly: true,
  run: exportLeads,
});
