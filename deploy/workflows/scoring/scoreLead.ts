import type { Lead } from "../../sdk/lead/lead.ts";
import type { SubScoreName } from "../../sdk/lead/scoreParts.ts";
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
 * | part | full marks (2,000) | without vendors |
 * |---|---|---|
 * | consent | given within the last 24 h (falls in a straight line to 0 at 30 days), and proven by a certificate | 1,600 |
 * | region | postal code, phone number and country all belong to the lead's region; mail arrives at the address | 1,600 |
 * | contactability | e-mail and phone well-formed, plausible, and confirmed: a mailbox that takes mail, a mobile in service | 1,400 |
 * | completeness | every public question answered, every contact field given that the vertical needs | 2,000 |
 * | source | came straight from the consumer, nothing about it looks made up, and the number is on no list | 1,800 |
 *
 * No part falls when a vendor's answer or the consent gets better, or when something is added that is true of the consumer.
 * @param lead a validated lead (`validateLead`).
 * @param profile the lead's vertical.
 * @param observedAt when the workflow saw the lead, Unix seconds; the report carries the same value.
 * @param checks answers of verification vendors; a report's `checks` tells which there were.
 */
export function scoreLead(
  lead: Lead,
  profile: VerticalProfile,
  observedAt: number,
  checks: VendorChecks = {},
): LeadScore {
  const subScores: SubScores = [
    consentScore(lead, observedAt, checks),
    regionScore(lead, checks),
    contactabilityScore(lead, checks),
    completenessScore(lead, profile),
    sourceScore(lead, checks),
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
  checks: VendorChecks = {},
): Readonly<Record<SubScoreName, readonly Points[]>> {
  return {
    consent: consentPoints(lead, observedAt, checks),
    region: regionPoints(lead, checks),
    contactability: contactabilityPoints(lead, checks),
    completeness: completenessPoints(lead, profile),
    source: sourcePoints(lead, checks),
  };
}
