import { leafVerticals, type Vertical } from "../../parameters/verticals.ts";
import type { Lead } from "../../workflows/scoring/lead.ts";
import type { Source } from "../../workflows/scoring/source.ts";
import { contactOf } from "./contactOf.ts";
import { fieldsOf } from "./fieldsOf.ts";
import { PLACES } from "./places.ts";
import { randomStream, type RandomStream } from "./randomStream.ts";

const HOUR = 3_600;

/** Sources as often as they occur. */
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
  /** The same seed, count, time and verticals give the same leads. */
  readonly seed: string;
  readonly count: number;
  /** Time of the market day, Unix seconds; consents lie before it. */
  readonly now: number;
  /** Leaf verticals to choose from; all of them if absent. */
  readonly verticals?: readonly Vertical[];
}

/**
 * Synthetic leads from the United States: realistic in form, and of nobody. Each reads like a lead that a seller would write to a file, has
 * fresh consent, another mailbox than all others, and some have the usual flaws (open questions, a number from another state, an old
 * consent), so scores differ. The first `n` leads do not depend on `count`.
 */
export function generateLeads({ seed, count, now, verticals }: GenerateLeadsOptions): Lead[] {
  const leaves = verticals ?? [...leafVerticals().values()];
  return Array.from({ length: count }, (_, index) =>
    leadOf(randomStream(`${seed}/${index}`), leaves, index, now),
  );
}

function leadOf(
  random: RandomStream,
  leaves: readonly Vertical[],
  index: number,
  now: number,
): Lead {
  const vertical = random.pick(leaves);
  const home = random.pick(PLACES);
  const movedHere = random.chance(15);
  const place = movedHere ? { ...home, areaCode: random.pick(PLACES).areaCode } : home;
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
