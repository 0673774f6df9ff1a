import type { Source } from "../../sdk/lead/source.ts";

/**
 * Where a lead came from, with what the origin itself is worth in the score (0 to 1,200). The fewer hands it went through, the more.
 */
export const SOURCES = {
  /** The seller's own form, filled in by the consumer. */
  DIRECT: 1_200,
  /** A customer's recommendation. */
  REFERRAL: 1_200,
  /** Unpaid search or content. */
  ORGANIC: 1_100,
  /** A paid search advertisement. */
  SEARCH: 1_000,
  /** A social network's form. */
  SOCIAL: 800,
  /** A partner's site under contract. */
  PARTNER: 600,
  /** Bought in from another marketplace or list. */
  OFFSITE: 0,
} as const satisfies Readonly<Record<Source, number>>;
