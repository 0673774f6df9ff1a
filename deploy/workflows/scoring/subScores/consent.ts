import { sumOf, type Points } from "../points.ts";
import { MAX_SUB_SCORE } from "./maxSubScore.ts";

const DAY = 86_400;
/** Consent younger than this counts in full, seconds. */
const CONSENT_FULL_FOR = DAY;
/** Consent this old counts nothing, seconds. */
const CONSENT_WORTHLESS_AT = 30 * DAY;

/**
 * Age of the consumer's consent: full for 24 hours, then a straight line to 0 at 30 days.
 * @param consentTime Unix seconds; 0 (never) and times after `observedAt` score 0.
 * @param observedAt Unix seconds.
 * @returns 0 to 2,000, rounded down.
 */
export function consentScore(consentTime: number, observedAt: number): number {
  return sumOf(consentPoints(consentTime, observedAt));
}

/** The same with its reason. */
export function consentPoints(consentTime: number, observedAt: number): Points[] {
  const [what, points] = judge(consentTime, observedAt);
  return [{ what, points, of: MAX_SUB_SCORE }];
}

function judge(consentTime: number, observedAt: number): [what: string, points: number] {
  if (consentTime === 0) return ["no consent was given", 0];
  if (consentTime > observedAt) return ["the consent lies in the future", 0];
  const age = observedAt - consentTime;
  if (age <= CONSENT_FULL_FOR) return ["the consent is no more than 24 hours old", MAX_SUB_SCORE];
  if (age >= CONSENT_WORTHLESS_AT) return ["the consent is 30 days old or more", 0];
  const left = CONSENT_WORTHLESS_AT - age;
  return [
    `the consent is ${Math.floor(age / DAY)} days old; it counts in full for 24 hours, and nothing from 30 days on`,
    Math.floor((MAX_SUB_SCORE * left) / (CONSENT_WORTHLESS_AT - CONSENT_FULL_FOR)),
  ];
}
