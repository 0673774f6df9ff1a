import { MAX_SUB_SCORE, CHECK_WORTHS } from "../../../sdk/lead/scoreParts.ts";
import { sumOf, type Points } from "../points.ts";
import { isConsentProven, type VendorChecks } from "../vendorChecks.ts";

const DAY = 86_400;
/** Consent younger than this counts in full, seconds. */
const CONSENT_FULL_FOR = DAY;
/** Consent this old counts nothing, seconds. */
const CONSENT_WORTHLESS_AT = 30 * DAY;
/** Points of a fresh consent that a certificate proves, and of the same without one. */
const PROOF = CHECK_WORTHS.ConsentCertificate.points;
const AGE = MAX_SUB_SCORE - PROOF;

/** A lead's consent. */
interface Consent {
  /** Unix seconds; 0 if never given. */
  readonly consentTime: number;
}

/**
 * Age of the consumer's consent: full for 24 hours, then a straight line to 0 at 30 days. Of the points, 1,600 are for the consent as the
 * seller states it, and 400 for a certificate that a vendor confirms. Both fade with its age. A certificate that is forged, of another time or
 * of another consumer makes the part 0: the consent is not what it is said to be.
 * @param observedAt Unix seconds; a consent of a later time scores 0.
 * @returns 0 to 2,000, rounded down.
 */
export function consentScore(lead: Consent, observedAt: number, checks: VendorChecks = {}): number {
  return sumOf(consentPoints(lead, observedAt, checks));
}

/** The same with its reasons. */
export function consentPoints(
  { consentTime }: Consent,
  observedAt: number,
  checks: VendorChecks = {},
): Points[] {
  const isProven = isConsentProven(checks);
  if (checks.certificate !== undefined && !isProven) {
    const what = "a vendor says that the certificate does not prove this consent";
    return [{ what, points: 0, of: MAX_SUB_SCORE }];
  }
  const { what, share } = freshnessOf(consentTime, observedAt);
  return [
    { what, points: share(AGE), of: AGE },
    isProven
      ? {
          what: "a vendor confirms the certificate of the consent",
          points: share(PROOF),
          of: PROOF,
        }
      : { what: "no vendor has confirmed a certificate of the consent", points: 0, of: PROOF },
  ];
}

/** How fresh a consent is, and what it is worth of a number of points. */
function freshnessOf(
  consentTime: number,
  observedAt: number,
): { readonly what: string; readonly share: (points: number) => number } {
  const worthless = () => 0;
  if (consentTime === 0) return { what: "no consent was given", share: worthless };
  if (consentTime > observedAt) return { what: "the consent lies in the future", share: worthless };
  const age = observedAt - consentTime;
  if (age <= CONSENT_FULL_FOR)
    return { what: "the consent is no more than 24 hours old", share: (points) => points };
  if (age >= CONSENT_WORTHLESS_AT)
    return { what: "the consent is 30 days old or more", share: worthless };
  const left = CONSENT_WORTHLESS_AT - age;
  return {
    what: `the consent is ${Math.floor(age / DAY)} days old; it counts in full for 24 hours, and nothing from 30 days on`,
    share: (points) => Math.floor((points * left) / (CONSENT_WORTHLESS_AT - CONSENT_FULL_FOR)),
  };
}
