import { isAddress, isHex, zeroHash, type Address, type Hex } from "viem";
import { z } from "zod";

import { regionSchema } from "../lead/lead.ts";
import { hexToRegion, regionToHex } from "../lead/region.ts";
import { SOURCE_NAMES, sourceFromHex, sourceToHex } from "../lead/source.ts";
import { verticalIdOf } from "../lead/vertical.ts";
import { ALWAYS, hoursText, parseHours } from "./hoursOfWeek.ts";

/** What a poster offers, for which leads: the contracts' `BountyTerms`. Amounts in USDC units, times in Unix seconds. */
export type BountyTerms = {
  readonly price: bigint;
  readonly tip: number;
  readonly expiresAt: number;
  readonly hourCap: number;
  readonly dayCap: number;
  readonly hourOfWeek: bigint;
  readonly vertical: Hex;
  readonly minScore: number;
  readonly maxConsentAge: number;
  readonly newConsumersOnly: boolean;
  readonly sellersExcluded: boolean;
  readonly regions: readonly Hex[];
  readonly sources: readonly Hex[];
  readonly sellers: readonly Address[];
  readonly privateCriteriaHash: Hex;
  readonly sealedCriteria: Hex;
};

/** Most items in a list of the terms: the contract's. */
const MAX_ITEMS = 64;
const MAX_UINT16 = 0xffff;
const MAX_UINT32 = 0xffff_ffff;

const cap = z.int().min(0).max(MAX_UINT16);
const hex = z.custom<Hex>((value) => isHex(value));

/** Terms of a bounty as people write them; what is left out excludes no lead. */
export const bountyTermsSchema = z.strictObject({
  vertical: z.string().min(1).max(64).describe("Slug of a vertical, or of a root for all below it"),
  price: z
    .bigint()
    .min(1n)
    .max(2n ** 64n - 1n)
    .describe("What is paid for a lead, USDC units"),
  tip: z
    .bigint()
    .min(0n)
    .max(BigInt(MAX_UINT32))
    .optional()
    .describe("Part of the budget for whoever makes a match that ends in a sale, USDC units"),
  expiresAt: z.int().min(1).max(MAX_UINT32).describe("When the bounty ends, Unix seconds"),
  hours: z
    .string()
    .optional()
    .describe(`Hours of the week in UTC, such as Mon-Fri 8-18, Sat 9-12; ${ALWAYS} if absent`),
  hourCap: cap.optional().describe("Most matches in a clock hour; 0 for no cap"),
  dayCap: cap.optional().describe("Most matches in a day (UTC); 0 for no cap"),
  minScore: z.int().min(0).max(10_000).optional().describe("Lowest quality score, 0 to 10,000"),
  maxConsentAge: z
    .int()
    .min(0)
    .max(MAX_UINT32)
    .optional()
    .describe("Oldest consent, seconds; 0 for any age, and for leads without consent"),
  newConsumersOnly: z
    .boolean()
    .optional()
    .describe("Leave out consumers of whom the poster has bought a lead"),
  regions: z
    .array(regionSchema)
    .max(MAX_ITEMS)
    .optional()
    .describe("Only these countries and subdivisions, such as US-TX; a country stands for all"),
  sources: z
    .array(z.enum(SOURCE_NAMES))
    .max(MAX_ITEMS)
    .optional()
    .describe("Only leads that came about in these ways"),
  sellers: z
    .array(z.custom<Address>((value) => typeof value === "string" && isAddress(value)))
    .max(MAX_ITEMS)
    .optional()
    .describe("Only leads of these sellers"),
  sellersExcluded: z.boolean().optional().describe("All sellers but these"),
  privateCriteria: z
    .strictObject({
      hash: hex.describe("keccak256 of the criteria's text, which holds a salt"),
      sealed: hex.describe("The text, encrypted to the DON's key"),
    })
    .optional()
    .describe("Criteria that only the DON reads"),
});

/** Terms of a bounty as people write them. */
export type WrittenTerms = z.input<typeof bountyTermsSchema>;

/** Terms that exclude no lead, for whatever is left out. */
const OPEN = {
  tip: 0n,
  hours: ALWAYS,
  hourCap: 0,
  dayCap: 0,
  minScore: 0,
  maxConsentAge: 0,
  newConsumersOnly: false,
  regions: [],
  sources: [],
  sellers: [],
  sellersExcluded: false,
  privateCriteria: { hash: zeroHash, sealed: "0x" },
} as const satisfies Partial<WrittenTerms>;

/** Terms as the contract takes them. @throws {LeadEngineError} `INVALID_HOURS`: the hours cannot be read. */
export function encodeTerms(terms: WrittenTerms): BountyTerms {
  return { ...encodeChanges(OPEN), ...encodeChanges(terms) } as BountyTerms;
}

/** Some of the terms as people write them. */
export type TermChanges = {
  readonly [NameT in keyof WrittenTerms]?: WrittenTerms[NameT] | undefined;
};

/** Some of the terms as the contract takes them. @throws {LeadEngineError} `INVALID_HOURS`: the hours cannot be read. */
export function encodeChanges(changes: TermChanges): Partial<BountyTerms> {
  const { vertical, tip, hours, regions, sources, privateCriteria, ...same } = changes;
  const encoded = {
    ...same,
    vertical: vertical === undefined ? undefined : verticalIdOf(vertical),
    tip: tip === undefined ? undefined : Number(tip),
    hourOfWeek: hours === undefined ? undefined : parseHours(hours),
    regions: regions?.map(regionToHex),
    sources: sources?.map(sourceToHex),
    privateCriteriaHash: privateCriteria?.hash,
    sealedCriteria: privateCriteria?.sealed,
  };
  const given = Object.entries(encoded).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given);
}

/** Terms that the contract holds, for programs and people. The vertical is known by its id only. */
export function decodeTerms({ tip, hourOfWeek, vertical, ...terms }: BountyTerms) {
  const { regions, sources, sellers, privateCriteriaHash, sealedCriteria, ...same } = terms;
  return {
    ...same,
    verticalId: vertical,
    tip: BigInt(tip),
    hours: hoursText(hourOfWeek),
    regions: regions.map(hexToRegion),
    sources: sources.map(sourceFromHex),
    sellers: [...sellers],
    privateCriteriaHash: privateCriteriaHash === zeroHash ? null : privateCriteriaHash,
  };
}
