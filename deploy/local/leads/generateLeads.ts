import { leafVerticals } from "../../parameters/verticals.ts";
import type { Lead } from "../../sdk/lead/lead.ts";
import type { FieldValue, PublicField } from "../../sdk/lead/publicFields.ts";
import type { Source } from "../../sdk/lead/source.ts";
import type { Vertical, VerticalProfile } from "../../sdk/lead/vertical.ts";
import { contactOf } from "./contactOf.ts";
import { PLACES, type Place } from "./places.ts";
import { randomStream, type RandomStream } from "./randomStream.ts";

const HOUR = 3_600;
/** Share of questions that a consumer does not answer, percent. */
const UNANSWERED = 12;

/** Sources, each as often as it occurs. */
const SOURCE_MIX: readonly Source[] = [
  "DIRECT",
  "DIRECT",
  "DIRECT",
  "ORGANIC",
  "SEARCH",
  "SEARCH",
  "SOCIAL",
  "REFERRAL",
  "PARTNER",
  "OFFSITE",
];

/** What to generate. */
export interface GenerateLeadsOptions {
  /** The same seed, place, time and choices give the same leads. */
  readonly seed: string;
  readonly count: number;
  /** Time of the market day, Unix seconds; consents lie before it. */
  readonly now: number;
  /** Place of the first in the seed's sequence; 0 if absent. */
  readonly first?: number;
  /** Leaf verticals to choose from; all of them if absent. */
  readonly verticals?: readonly Vertical[];
  /** Towns to choose from; those of the United States if absent. */
  readonly places?: readonly Place[];
}

/**
 * Synthetic leads: realistic in form, of no real person. Each reads like a lead that a seller would write to a file, has fresh consent, a
 * mailbox of its own and another number than those near it. Some have the usual flaws (open questions, a number from another state, an old
 * consent), so scores differ. A lead does not depend on those before it.
 */
export function generateLeads(options: GenerateLeadsOptions): Lead[] {
  const { seed, count, now, first = 0, places = PLACES } = options;
  const choice = { verticals: options.verticals ?? [...leafVerticals().values()], places };
  return Array.from({ length: count }, (_, offset) => {
    const index = first + offset;
    return leadOf(randomStream(`${seed}/${index}`), choice, index, now);
  });
}

function leadOf(
  random: RandomStream,
  { verticals, places }: Required<Pick<GenerateLeadsOptions, "verticals" | "places">>,
  index: number,
  now: number,
): Lead {
  const vertical = random.pick(verticals);
  const home = random.pick(places);
  const movedHere = random.chance(15);
  const place = movedHere ? { ...home, phones: random.pick(places).phones } : home;
  return {
    vertical: vertical.slug,
    region: home.region,
    source: random.pick(SOURCE_MIX),
    consentTime: now - consentAge(random),
    contact: contactOf(random, vertical, place, index),
    fields: fieldsOf(random, vertical),
  };
}

/** Mostly minutes to a day; one in five a few days old. Never near the 30 days at which consent ends. */
function consentAge(random: RandomStream): number {
  return random.chance(80) ? random.integer(60, 20 * HOUR) : random.integer(25 * HOUR, 240 * HOUR);
}

/** A consumer's answers to the questions of a vertical, some missing. */
function fieldsOf(random: RandomStream, { fields }: VerticalProfile): Record<string, FieldValue> {
  const answers: Record<string, FieldValue> = {};
  for (const [name, field] of Object.entries(fields)) {
    const answer = answerTo(random, field);
    if (!random.chance(UNANSWERED)) answers[name] = answer;
  }
  return answers;
}

function answerTo(random: RandomStream, field: PublicField): FieldValue {
  switch (field.type) {
    case "enum":
      return random.pick(field.options);
    case "boolean":
      return random.chance(50);
    case "band": {
      const band = random.integer(0, field.edges.length - 1);
      const edge = field.edges[band] as number;
      return random.integer(edge, (field.edges[band + 1] ?? edge + 1) - 1);
    }
  }
}
