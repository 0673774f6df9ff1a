import { z } from "zod";

import { loadVerticals } from "../../parameters/verticals.ts";
import { usdc } from "../../sdk/actions/schemas.ts";
import { LeadEngineError } from "../../sdk/errors/leadEngineError.ts";
import { publicFieldSchema } from "../../sdk/lead/publicFields.ts";
import type { Vertical } from "../../sdk/lead/vertical.ts";
import { readingTool } from "../tool.ts";

const SUGGESTIONS = 5;
/** What a match is worth by where it is: in the name, in the title, in a question. */
const WORTH = { slug: 3, title: 3, fields: 1 } as const;
/** A word that a longer one begins with counts: `roofs` meets `roof`. */
const STEM = 4;

const face = z.object({
  vertical: z.string().describe("Slug, such as solar.residential"),
  title: z.string(),
  isLeaf: z.boolean().describe("Whether a lead can be in it; a root only groups others"),
});

const facts = face.extend({
  fields: z
    .record(z.string(), publicFieldSchema)
    .describe("Public questions by name: options, flags, or bands by their lower edges"),
  minReserve: usdc.describe("Lowest reserve, USDC units"),
  reserveCeiling: usdc.describe("The most that buyers have paid, USDC units"),
  consentRequired: z.boolean(),
  licenceRequired: z.boolean().describe("Whether buyers need a licence for vertical and region"),
  commitWindow: z.number().int().describe("How long it can be bid on, seconds"),
  revealWindow: z.number().int().describe("How long bids can be opened, seconds"),
  deliveryWindow: z.number().int().describe("How long the seller has to deliver, seconds"),
  restrictedRegions: z.array(z.string()).describe("Where nobody may have its leads"),
});

/** What agents learn of a vertical. */
export function verticalFacts(vertical: Vertical): z.output<typeof facts> {
  const { slug, title, isLeaf, fields, config, reserveCeiling, restrictedRegions } = vertical;
  const { consentRequired, licenceRequired, commitWindow, revealWindow, deliveryWindow } = config;
  return {
    vertical: slug,
    title,
    isLeaf,
    fields,
    minReserve: config.minReserve,
    reserveCeiling,
    consentRequired,
    licenceRequired,
    commitWindow,
    revealWindow,
    deliveryWindow,
    restrictedRegions: [...restrictedRegions],
  };
}

/** A vertical by its slug. @throws {LeadEngineError} `UNKNOWN_VERTICAL` lists those that there are. */
export function verticalNamed(slug: string): Vertical {
  const verticals = loadVerticals();
  const found = verticals.find((vertical) => vertical.slug === slug);
  if (found !== undefined) return found;
  throw new LeadEngineError(
    "UNKNOWN_VERTICAL",
    "There is no vertical of this name.",
    `Take one of ${verticals.map((vertical) => vertical.slug).join(", ")}; suggest_vertical finds one by a description.`,
  );
}

export const getVerticalFields = readingTool({
  name: "get_vertical_fields",
  title: "Fields of a vertical",
  description:
    "The public questions of a vertical, by which search_leads_advanced filters, with its windows, reserves and rules.",
  parameters: z.object({ vertical: z.string().describe("Slug of a vertical or root") }),
  result: facts,
  run: (_context, { vertical }) => Promise.resolve(verticalFacts(verticalNamed(vertical))),
});

export const suggestVertical = readingTool({
  name: "suggest_vertical",
  title: "Suggest a vertical",
  description:
    "Verticals that a description fits, the best first, by the words that it shares with their names, titles and questions.",
  parameters: z.object({
    description: z
      .string()
      .min(1)
      .max(2_000)
      .describe("What the leads are about, such as people who need a new roof"),
  }),
  result: z.object({
    suggestions: z
      .array(face.extend({ matched: z.array(z.string()).describe("Words that they share") }))
      .describe("None if no word fits"),
  }),
  run: (_context, { description }) => {
    const words = wordsOf(description);
    const ranked = loadVerticals()
      .map((vertical) => ({ vertical, ...rank(vertical, words) }))
      .filter(({ points }) => points > 0)
      .sort((one, other) => other.points - one.points);
    return Promise.resolve({
      suggestions: ranked.slice(0, SUGGESTIONS).map(({ vertical, matched }) => ({
        vertical: vertical.slug,
        title: vertical.title,
        isLeaf: vertical.isLeaf,
        matched,
      })),
    });
  },
});

function rank({ slug, title, fields }: Vertical, words: readonly string[]) {
  const places = {
    slug: wordsOf(slug.replaceAll(/[._]/g, " ")),
    title: wordsOf(title),
    fields: Object.values(fields).flatMap((field) => wordsOf(field.title)),
  };
  let points = 0;
  const matched = words.filter((word) => {
    const worth = Object.entries(places).flatMap(([place, there]) =>
      there.some((other) => isSameWord(word, other)) ? WORTH[place as keyof typeof WORTH] : [],
    );
    points += Math.max(0, ...worth);
    return worth.length > 0;
  });
  return { points, matched };
}

function isSameWord(one: string, other: string): boolean {
  if (one === other) return true;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short.length >= STEM && long.startsWith(short.replace(/s$/, ""));
}

const COMMON = new Set([
  "and",
  "for",
  "the",
  "who",
  "with",
  "want",
  "wants",
  "need",
  "needs",
  "people",
  "leads",
  "lead",
  "new",
  "are",
  "that",
  "your",
  "how",
  "what",
  "when",
  "which",
  "does",
  "much",
  "many",
  "of",
  "in",
  "to",
]);

function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[a-z0-9]{2,}/g) ?? [];
  return [...new Set(words)].filter((word) => !COMMON.has(word));
}
