import { z } from "zod";

import { cellText } from "../../agent/crm/formats/cell.ts";
import { roundPhase } from "../../sdk/actions/auction/listAuctions.ts";
import { hex } from "../../sdk/actions/schemas.ts";
import { phaseWhere } from "../../sdk/subgraph/phaseWhere.ts";
import { feedPage, listedLead, MAX_ENTRIES, readFeed } from "../live/feed.ts";
import { readingTool } from "../tool.ts";
import { verticalNamed } from "./verticals.ts";

const DAY = 86_400;
const COLUMNS = [
  "leadId",
  "round",
  "vertical",
  "region",
  "score",
  "reserve",
  "bidBond",
  "commitEnd",
  "revealEnd",
  "listedAt",
  "open",
  "seller",
  "fields",
] as const satisfies readonly (keyof z.output<typeof listedLead>)[];

export const exportLeads = readingTool({
  name: "export_leads",
  title: "Export leads",
  description: `Public data of leads that were listed in the last days, as CSV for a spreadsheet or as JSON, ${MAX_ENTRIES} to a page. Holds no personal data.`,
  parameters: z.object({
    format: z.enum(["csv", "json"]),
    status: roundPhase.optional().describe("Only auctions in this phase now"),
    days: z.number().int().min(1).max(365).describe("How many days to look back"),
    vertical: z.string().optional().describe("Slug of a vertical or root"),
    cursor: hex.optional().describe("The cursor of the previous page"),
  }),
  result: feedPage.omit({ leads: true, more: true }).extend({
    leads: z.array(listedLead).nullable().describe("Null with csv"),
    csv: z
      .string()
      .nullable()
      .describe("With a line of titles; amounts in USDC units; null with json"),
    cursor: hex.nullable().describe("Where the next page begins; null if there is none"),
  }),
  run: async ({ client }, { format, status, days, vertical, cursor }) => {
    if (vertical !== undefined) verticalNamed(vertical);
    const now = await client.now();
    const since = { timestamp_gte: String(now - days * DAY) };
    const { leads, more, block, ...page } = await readFeed(client, {
      after: cursor,
      limit: MAX_ENTRIES,
      rounds: status === undefined ? since : { and: [since, phaseWhere(status, now)] },
      ...(vertical === undefined ? {} : { verticals: [vertical] }),
    });
    return {
      leads: format === "json" ? leads : null,
      csv: format === "csv" ? csvOf(leads) : null,
      cursor: more ? page.cursor : null,
      block,
    };
  },
});

function csvOf(leads: readonly z.output<typeof listedLead>[]): string {
  const rows = leads.map((lead) =>
    COLUMNS.map((column) => {
      const value = lead[column];
      return csvCell(typeof value === "object" ? JSON.stringify(value) : String(value));
    }).join(","),
  );
  return [COLUMNS.join(","), ...rows].join("\r\n");
}

/** A cell that no spreadsheet takes for a formula. */
export function csvCell(text: string): string {
  const inert = cellText(text);
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
