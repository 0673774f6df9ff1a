import type { Lead } from "../../sdk/lead/lead.ts";
import type { Points } from "./points.ts";
import { completenessPoints, completenessScore } from "./subScores/completeness.ts";
import { consentPoints, consentScore } from "./subScores/consent.ts";
import { contactabilityPoints, contactabilityScore } from "./subScores/contactability.ts";
import { regionPoints, regionScore } from "./subScores/region.ts";
import { sourcePoints, sourceScore } from "./subScores/source.ts";
import type { VendorChecks } from "./vendorChecks.ts";
import type { VerticalProfile } from "../../sdk/lead/vertical.ts";

/** Five sub-scores of 0 to 2,000 each: consent, region, contactability, completeness, source. */
type SubScores = readonly [
  consent: number,
  region: number,
  contactability: number,
  completeness: number,
  source: number,
];

/** Names of the sub-scores, in their order on chain. */
export const SUB_SCORE_NAMES = [
  "consent",
  "region",
  "contactability",
  "completeness",
  "source",
] as const;

/** Name of a sub-score. */
export type SubScoreName = (typeof SUB_SCORE_NAMES)[number];

/** A lead's quality. */
export interface LeadScore {
  /** 0 to 10,000: the sum of the sub-scores. */
  readonly score: number;
  readonly subScores: SubScores;
}

/**
 * Quality score of a lead. The one definition: the workflow, the local DON, the tests and the docs use this function.
 *
 * Pure and in whole numbers: the same lead, vertical, time and checks give the same score on every node of the DON.
 *
 * | part | full marks (2,000) |
 * |---|---|
 * | consent | given within the last 24 h; falls in a straight line to 0 at 30 days |
 * | region | postal code, phone number and country all belong to the lead's region |
 * | contactability | e-mail and phone well-formed, plausible, and confirmed by a vendor |
 * | completeness | every public question answered, every contact field given that the vertical needs |
 * | source | came straight from the consumer, and nothing about it looks made up |
 * @param lead a validated lead (`validateLead`).
 * @param profile the lead's vertical.
 * @param observedAt when the workflow saw the lead, Unix seconds; the report carries the same value.
 * @param vendorChecks answers of verification vendors; without them contactability judges form only and ends at 1,400.
 */
export function scoreLead(
  lead: Lead,
  profile: VerticalProfile,
  observedAt: number,
  vendorChecks: VendorChecks = {},
): LeadScore {
  const subScores: SubScores = [
    consentScore(lead.consentTime, observedAt),
    regionScore(lead),
    contactabilityScore(lead, vendorChecks),
    completenessScore(lead, profile),
    sourceScore(lead),
  ];
  return { score: subScores.reduce((sum, part) => sum + part, 0), subScores };
}

/**
 * What each part of a lead's score counts, and why: the points of a part add up to its sub-score. Says nothing about the personal data
 * itself.
 */
export function explainScore(
  lead: Lead,
  profile: VerticalProfile,
  observedAt: number,
  vendorChecks: VendorChecks = {},
): Readonly<Record<SubScoreName, readonly Points[]>> {
  return {
    consent: consentPoints(lead.consentTime, observedAt),
    region: regionPoints(lead),
    contactability: contactabilityPoints(lead, vendorChecks),
    completeness: completenessPoints(lead, profile),
    source: sourcePoints(lead),
  };
}
