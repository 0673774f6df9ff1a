import { z } from "zod";

import { loadVerticals } from "../../parameters/verticals.ts";
import { bountyId, bountyJsonSchema } from "../../sdk/actions/bounty/bounty.ts";
import { listBounties } from "../../sdk/actions/bounty/listBounties.ts";
import { score } from "../../sdk/actions/lead/quoteLead.ts";
import { time } from "../../sdk/actions/schemas.ts";
import { readingTool } from "../tool.ts";
import { verticalNamed } from "./verticals.ts";

const PAGE = 50;

export const queryOpenGranularBounties = readingTool({
  name: "query_open_granular_bounties",
  title: "Open bounties",
  description:
    "Standing offers that buy leads now, for a lead of this vertical, region and score; the highest price first. findBounties says which match a lead that exists.",
  parameters: z.object({
    vertical: z
      .string()
      .optional()
      .describe("Slug of the lead's vertical; offers for its root count"),
    region: z
      .string()
      .optional()
      .describe("The lead's region, such as US-TX; offers for its country count"),
    minScore: score.optional().describe("The lead's score: offers that ask for more are left out"),
    after: bountyId.optional().describe("The cursor of the previous page"),
  }),
  result: z.object({
    now: time,
    bounties: z.array(bountyJsonSchema.extend({ vertical: z.string().nullable() })),
    cursor: bountyId.nullable().describe("Where the next page begins; null if there is none"),
  }),
  run: async ({ client }, { vertical, region, minScore, after }) => {
    const wanted = vertical === undefined ? undefined : verticalNamed(vertical);
    const { now, bounties } = await listBounties(client, { state: "open" });
    const names = new Map(loadVerticals().map(({ id, slug }) => [id, slug]));
    const fitting = bounties
      .filter(
        ({ terms }) =>
          (wanted === undefined || [wanted.id, wanted.config.parent].includes(terms.verticalId)) &&
          (region === undefined || covers(terms.regions, region)) &&
          (minScore === undefined || terms.minScore <= minScore),
      )
      .sort((one, other) => Number(other.terms.price - one.terms.price));
    const start =
      after === undefined ? 0 : 1 + fitting.findIndex(({ bountyId: id }) => id === after);
    const page = fitting.slice(start, start + PAGE);
    return {
      now,
      bounties: page.map((bounty) => ({
        ...bounty,
        vertical: names.get(bounty.terms.verticalId) ?? null,
      })),
      cursor: start + PAGE < fitting.length ? (page.at(-1)?.bountyId ?? null) : null,
    };
  },
});

/** Whether an offer for these regions takes a lead of that one; none means all. */
function covers(regions: readonly string[], region: string): boolean {
  return regions.length === 0 || regions.includes(region) || regions.includes(region.slice(0, 2));
}
