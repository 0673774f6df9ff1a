import { MAX_SUB_SCORE } from "./maxSubScore.ts";

/** Consent younger than this counts in full, seconds. */
const CONSENT_FULL_FOR = 86_400;
/** Consent this old counts nothing, seconds. */
const CONSENT_WORTHLESS_AT = 30 * 86_400;

/**
 * Age of the consumer's consent: full for 24 hours, then a straight line to 0 at 30 days.
 * @param consentTime Unix seconds; 0 (never) and times after `observedAt` score 0.
 * @param observedAt Unix seconds.
 * @returns 0 to 2,000, rounded down.
 */
export function consentScore(consentTime: number, observedAt: number): number {
  if (consentTime === 0 || consentTime > observedAt) return 0;
  const age = observedAt - consentTime;
  if (age <= CONSENT_FULL_FOR) return MAX_SUB_SCORE;
  if (age >= CONSENT_WORTHLESS_AT) return 0;
  const left = CONSENT_WORTHLESS_AT - age;
  return Math.floor((MAX_SUB_SCORE * left) / (CONSENT_WORTHLESS_AT - CONSENT_FULL_FOR));
}
