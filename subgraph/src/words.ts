/** Words of the contracts' enumerations, by their numbers. A number that a later version adds is missing here. */

const FEED_FAULTS = [
  "None",
  "SequencerDown",
  "SequencerGracePeriod",
  "NonPositiveAnswer",
  "IncompleteRound",
  "StaleAnswer",
  "OutOfBand",
  "FeedUnreadable",
];
const REVEAL_FAULTS = ["None", "NoCommitment", "WrongOpening", "ZeroBid", "Unfunded"];
const MATCH_ENDS = ["Sold", "Beaten", "Ended"];
const ACTIVITIES = ["Sell", "Receive"];
const DEMANDS = ["VerticalDefault", "Demanded", "NotDemanded"];
const ASSETS = ["BTC", "ETH"];
const CHECKS = [
  "PhoneLine",
  "Email",
  "Address",
  "ConsentCertificate",
  "DoNotCallList",
  "LitigatorList",
];

/** Word of `IReservePricer.FeedFault`. */
export function feedFaultOf(number: i32): string {
  return FEED_FAULTS[number];
}

/** Word of `IAuctionHouse.RevealFault`; null where there is none. */
export function revealFaultOf(number: i32): string | null {
  return number == 0 ? null : REVEAL_FAULTS[number];
}

/** Word of `IBountyMatcher.MatchEnd`. */
export function matchEndOf(number: i32): string {
  return MATCH_ENDS[number];
}

/** Word of `ILeadAccessPolicy.Activity`; null where the number is out of range. */
export function activityOf(number: i32): string | null {
  return number < ACTIVITIES.length ? ACTIVITIES[number] : null;
}

/** Word of `ILeadAccessPolicy.LicenceDemand`. */
export function demandOf(number: i32): string {
  return DEMANDS[number];
}

/** Word of `IReservePricer.Asset`. */
export function assetOf(number: i32): string {
  return ASSETS[number];
}

/** Words of the checks whose bits are not set in a lead's `checks`. */
export function unansweredIn(checks: i32): string[] {
  const words: string[] = [];
  for (let bit = 0; bit < CHECKS.length; bit++) {
    if ((checks & (1 << bit)) == 0) words.push(CHECKS[bit]);
  }
  return words;
}
