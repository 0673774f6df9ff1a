import { getAddress, isAddress } from "viem";
import { z } from "zod";

import { parseHours } from "../../sdk/bounty/hoursOfWeek.ts";
import { fieldFilterSchema } from "../../sdk/lead/fieldFilter.ts";
import { regionSchema } from "../../sdk/lead/lead.ts";
import { dollars, timeZone } from "../operatorConfig.ts";

/** What stands for all verticals. */
export const ANY_VERTICAL = "any";

const slug = z
  .string()
  .regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$/, "must be a vertical's slug, or any");
const country = z.string().regex(/^[A-Z]{2}$/, "must be an ISO 3166-1 country such as US");
const seller = z
  .string()
  .refine((text) => isAddress(text), "must be an address")
  .transform((text) => getAddress(text));
const count = z.int().min(1).max(1_000_000);

/** A value for each period; what is absent has no limit. */
const perPeriod = <ValueT extends z.ZodType>(value: ValueT) =>
  z.strictObject({
    hour: value.optional(),
    day: value.optional(),
    week: value.optional(),
    month: value.optional(),
  });

const hours = z.string().transform((text, context) => {
  try {
    return parseHours(text);
  } catch {
    context.addIssue("are no hours of the week: write them as Mon-Fri 8-18, Sat 9-12, or always");
    return z.NEVER;
  }
});

/** When to bid by itself, on what, and how much. Tests are checked in this order; empty lists test nothing. */
export const autoBidRuleSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, "must be lower-case letters, digits, dashes"),
    enabled: z.boolean().default(true),
    vertical: slug.describe("A vertical, a root for all below it, or any"),
    countries: z.array(country).max(250).default([]).describe("Countries to buy from"),
    regions: z
      .array(regionSchema)
      .max(500)
      .default([])
      .describe("Regions to buy from, such as US-TX"),
    excludedRegions: z.array(regionSchema).max(500).default([]).describe("Regions not to buy from"),
    minScore: z.int().min(0).max(10_000).default(0).describe("Lowest quality score"),
    filters: z.array(fieldFilterSchema).max(50).default([]).describe("Tests of public fields, all"),
    offSite: z.boolean().default(true).describe("Whether leads from other sites will do"),
    verifiedOnly: z
      .boolean()
      .default(false)
      .describe("Whether every vendor's check must have answered when the lead was scored"),
    newConsumersOnly: z
      .boolean()
      .default(false)
      .describe(
        "Whether to leave out consumers of whom the account has bought in the same root vertical",
      ),
    sellers: z.array(seller).max(1_000).default([]).describe("Sellers to buy from"),
    excludedSellers: z.array(seller).max(1_000).default([]).describe("Sellers not to buy from"),
    minReputation: z
      .int()
      .min(0)
      .max(10_000)
      .default(0)
      .describe(
        "Least share of a seller's sales that it delivered, in basis points; one without a sale has none",
      ),
    hours: hours.prefault("always").describe("Hours of the week to bid in, such as Mon-Fri 8-18"),
    timeZone,
    bid: dollars.describe("What to bid; raised to the reserve"),
    maxPerLead: dollars.describe("The most to bid on one lead"),
    counts: perPeriod(count).prefault({}).describe("Most leads won and bid on"),
    budgets: perPeriod(dollars).prefault({}).describe("Most won and committed"),
  })
  .refine(({ bid, maxPerLead }) => bid > 0n && bid <= maxPerLead, {
    path: ["bid"],
    message: "must be above 0 and not above maxPerLead",
  });

/** The rules of an agent, tried in their order: the first that bids decides. */
export const autoBidRulesSchema = z.strictObject({
  rules: z
    .array(autoBidRuleSchema)
    .max(100)
    .refine((rules) => new Set(rules.map(({ name }) => name)).size === rules.length, {
      message: "have names that are not unique",
    }),
  suppressionList: z
    .string()
    .min(1)
    .optional()
    .describe(
      "File with phones and e-mails not to buy again, one a line. No lead shows them before it is bought: a consumer on it is recognised when its first lead is opened, is not handed on, and is not bought again in that root vertical",
    ),
});

/** A rule; amounts in USDC units. */
export type AutoBidRule = z.output<typeof autoBidRuleSchema>;

/** Rules as people write them, in JSON. */
export type AutoBidRulesDocument = z.input<typeof autoBidRulesSchema>;
