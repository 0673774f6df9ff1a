/** Rules that can stand against a match, as `IBountyMatcher.Rule` numbers and checks them, and what each says. */
export const BOUNTY_RULES = {
  None: "matches",
  Unknown: "no such bounty",
  Closed: "withdrawn, or closed after it expired",
  Expired: "expired",
  Paused: "paused by its poster",
  Hours: "not at this hour of the week",
  HourCap: "has as many matches as it wants in an hour",
  DayCap: "has as many matches as it wants in a day",
  Budget: "less is left of its budget than price and tip",
  Vertical: "wants another vertical",
  Region: "wants other regions",
  Score: "wants a higher score",
  ConsentAge: "wants a newer consent",
  Source: "wants other sources",
  Seller: "does not want this seller",
  Bought: "wants new consumers; its poster has bought this one",
  PrivateCriteria: "has private criteria, which only the DON can check",
} as const;

/** A rule by name. */
export type BountyRule = keyof typeof BOUNTY_RULES;

/** Names of the rules, in their order. */
export const BOUNTY_RULE_NAMES = Object.keys(BOUNTY_RULES) as [BountyRule, ...BountyRule[]];

/** The name of a rule that the matcher numbers. @throws {RangeError} there is no such rule. */
export function bountyRuleName(rule: number): BountyRule {
  const name = BOUNTY_RULE_NAMES[rule];
  if (name === undefined) throw new RangeError(`There is no rule ${rule} of bounties.`);
  return name;
}

/** How a match ends, as `IBountyMatcher.MatchEnd` numbers it. */
export const MATCH_ENDS = ["Sold", "Beaten", "Ended"] as const;

/** How a match ends. */
export type MatchEnd = (typeof MATCH_ENDS)[number];

/** The name of an end that the matcher numbers. @throws {RangeError} there is no such end. */
export function matchEndName(end: number): MatchEnd {
  const name = MATCH_ENDS[end];
  if (name === undefined) throw new RangeError(`There is no end ${end} of a match.`);
  return name;
}
