import { z } from "zod";

import {
  listAuctions,
  listAuctionsDefinition,
  roundPhase,
} from "../../sdk/actions/auction/listAuctions.ts";
import { score } from "../../sdk/actions/lead/quoteLead.ts";
import { amount, hex } from "../../sdk/actions/schemas.ts";
import { fieldFilterSchema, passesFilter } from "../../sdk/lead/fieldFilter.ts";
import { feedPage, MAX_ENTRIES, PAGE, readFeed, START } from "../live/feed.ts";
import { readingTool } from "../tool.ts";
import { verticalNamed } from "./verticals.ts";

const limit = z
  .number()
  .int()
  .min(1)
  .max(MAX_ENTRIES)
  .optional()
  .describe(`How many at most; ${PAGE} if absent`);
const vertical = z.string().describe("Slug of a vertical or root, such as solar");
const region = z.string().describe("Country or subdivision, such as US or US-TX");
const cursor = hex.optional().describe("The cursor of the previous page");
/** Pages of the feed that one search looks through. */
const MAX_PAGES = 10;

export const searchLeads = readingTool({
  name: "search_leads",
  title: "Search leads",
  description:
    "Finds leads in auction by vertical, region, reserve and state, with what each waits for. search_leads_advanced also looks at their public fields.",
  parameters: z.object({
    vertical: vertical.optional(),
    region: region.optional(),
    minReserve: amount.optional().describe("Lowest reserve, USDC units"),
    maxReserve: amount.optional().describe("Highest reserve, USDC units"),
    status: z
      .enum([...roundPhase.options, "Any"])
      .optional()
      .describe("Only auctions in this phase now; Commit, those that can be bid on, if absent"),
    limit,
    cursor,
  }),
  result: listAuctionsDefinition.result,
  run: ({ client }, { status = "Commit", limit: count = PAGE, ...filter }) =>
    listAuctions(client, {
      ...filter,
      limit: count,
      ...(status === "Any" ? {} : { phase: status }),
    }),
});

export const searchLeadsAdvanced = readingTool({
  name: "search_leads_advanced",
  title: "Search leads by their fields",
  description:
    "Finds leads that can be bid on now by tests of their public fields, all of which must pass; get_vertical_fields has the fields. In the order of their listing. A page may hold fewer than asked for, or none, and still have a next one.",
  parameters: z.object({
    vertical,
    filterRules: z.array(fieldFilterSchema).max(50).describe("Tests; all must pass"),
    region: region.optional(),
    minScore: score.optional().describe("Lowest quality score, 0 to 10,000"),
    limit,
    cursor,
  }),
  result: feedPage.omit({ more: true }).extend({
    cursor: hex.nullable().describe("Where the next page begins; null if there is none"),
  }),
  run: async ({ client }, given) => {
    verticalNamed(given.vertical);
    const { limit: wanted = PAGE, filterRules, region: where, minScore } = given;
    const rounds = {
      outcome: null,
      commitEnd_gt: String(await client.now()),
      ...(where === undefined ? {} : { region_starts_with: where }),
      ...(minScore === undefined ? {} : { score_gte: minScore }),
    };
    const verticals = [given.vertical];
    let after = given.cursor ?? START;
    const leads = [];
    for (let page = 0; ; page++) {
      const read = await readFeed(client, { after, verticals, rounds, limit: MAX_ENTRIES });
      for (const lead of read.leads) {
        if (leads.length === wanted) return { leads, cursor: after, block: read.block };
        after = lead.cursor;
        if (filterRules.every((rule) => passesFilter(rule, lead.fields))) leads.push(lead);
      }
      if (!read.more) return { leads, cursor: null, block: read.block };
      if (page === MAX_PAGES) return { leads, cursor: after, block: read.block };
    }
  },
});
