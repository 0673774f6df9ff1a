/** Why no bid is placed, in the order of the checks, and what each says. */
export const SKIPS = {
  DISABLED: "the rule is off",
  VERTICAL: "another vertical",
  COUNTRY: "another country",
  REGION_NOT_INCLUDED: "not one of the regions",
  REGION_EXCLUDED: "an excluded region",
  SCORE: "the score is too low",
  FIELD: "a public field does not pass",
  OFF_SITE: "from another site",
  UNVERIFIED: "a vendor's check gave no answer",
  SELLER_NOT_LISTED: "not one of the sellers",
  SELLER_EXCLUDED: "an excluded seller",
  REPUTATION: "the seller's record is too poor",
  BOUGHT_BEFORE: "the consumer was bought before",
  SUPPRESSED: "the consumer is on the suppression list",
  HOURS: "not at this hour of the week",
  RESERVE: "the reserve is above the maximum per lead",
  COUNT: "as many leads as the rule allows",
  BUDGET: "the rule's budget is spent",
  ALREADY_BID: "there is a bid on it",
  BALANCE: "too little is free in the vault",
  OPERATOR_VERTICAL: "the operator does not allow this vertical",
  OPERATOR_MAX: "above the operator's maximum per bid",
  OPERATOR_HOUR: "the operator's limit for an hour is reached",
  OPERATOR_DAY: "the operator's limit for a day is reached",
  VETO: "the advisor advised against it",
  TOO_LATE: "the commit phase is over",
  REFUSED: "the chain refused the bid",
  NO_RULES: "there are no rules",
} as const;

/** Why no bid is placed, for programs. */
export type SkipCode = keyof typeof SKIPS;

/** Why no bid is placed. */
export interface Skip {
  readonly code: SkipCode;
  /** For people; names no personal data. */
  readonly says: string;
}

/** A reason, with what it is about in brackets. */
export function skip(code: SkipCode, detail?: string): Skip {
  return { code, says: detail === undefined ? SKIPS[code] : `${SKIPS[code]} (${detail})` };
}
