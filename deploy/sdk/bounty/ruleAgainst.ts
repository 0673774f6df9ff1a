import { isAddressEqual, zeroHash, type Hex } from "viem";

import { hexToRegion, regionToHex } from "../lead/region.ts";
import type { BountyRule } from "./bountyRule.ts";
import type { BountyTerms } from "./bountyTerms.ts";
import type { LeadFacts, LeadProfile } from "./leadFacts.ts";

const HOUR = 3_600;
const DAY = 24 * HOUR;
const HOURS_PER_WEEK = 168;
/** 1 January 1970 was a Thursday: three days after the Monday with which a week begins. */
const EPOCH_HOUR_OF_WEEK = 72;

/** A bounty, as far as matches depend on it. */
export interface MatchableBounty {
  readonly terms: BountyTerms;
  /** What is left for matches, USDC units. */
  readonly budget: bigint;
  readonly paused: boolean;
  /** Whether it was withdrawn, or closed after it expired. */
  readonly closed: boolean;
  /** When the matches were made that led or may still lead to a sale, Unix seconds. */
  readonly matchTimes: readonly number[];
}

/** A lead, as far as matches depend on it. */
export interface MatchableLead {
  readonly profile: LeadProfile;
  /** The topmost ancestor of its vertical. */
  readonly root: Hex;
  readonly facts: LeadFacts;
}

/**
 * What `BountyMatcher.ruleAgainst` would say of a bounty and a lead at a time: the first rule against a match.
 * @param now Unix seconds.
 * @param isBought whether the poster is known to have bought of the lead's consumer.
 */
export function ruleAgainst(
  bounty: MatchableBounty,
  { profile, root, facts }: MatchableLead,
  now: number,
  isBought: boolean,
): BountyRule {
  const { terms } = bounty;
  const limit = limitAgainst(bounty, now);
  if (limit !== "None") return limit;
  if (terms.vertical !== profile.vertical && terms.vertical !== root) return "Vertical";
  if (!isRegionWanted(terms, profile.region)) return "Region";
  if (profile.score < terms.minScore) return "Score";
  if (!isConsentFresh(terms, facts, now)) return "ConsentAge";
  if (terms.sources.length > 0 && !terms.sources.includes(facts.source)) return "Source";
  if (!isSellerWanted(terms, profile)) return "Seller";
  if (terms.newConsumersOnly && isBought) return "Bought";
  return terms.privateCriteriaHash === zeroHash ? "None" : "PrivateCriteria";
}

/** What stands against any match at a time. */
function limitAgainst(bounty: MatchableBounty, now: number): BountyRule {
  const { terms, matchTimes } = bounty;
  if (bounty.closed) return "Closed";
  if (now >= terms.expiresAt) return "Expired";
  if (bounty.paused) return "Paused";
  const hour = (Math.floor(now / HOUR) + EPOCH_HOUR_OF_WEEK) % HOURS_PER_WEEK;
  if (((terms.hourOfWeek >> BigInt(hour)) & 1n) === 0n) return "Hours";
  const matchesIn = (span: number) =>
    matchTimes.filter((time) => Math.floor(time / span) === Math.floor(now / span)).length;
  if (terms.hourCap !== 0 && matchesIn(HOUR) >= terms.hourCap) return "HourCap";
  if (terms.dayCap !== 0 && matchesIn(DAY) >= terms.dayCap) return "DayCap";
  return bounty.budget < terms.price + BigInt(terms.tip) ? "Budget" : "None";
}

function isRegionWanted({ regions }: BountyTerms, region: Hex): boolean {
  const country = regionToHex(hexToRegion(region).slice(0, 2));
  return regions.length === 0 || regions.includes(region) || regions.includes(country);
}

/** A lead without consent is never fresh enough where an age is asked for. */
function isConsentFresh(
  { maxConsentAge }: BountyTerms,
  { consentTime }: LeadFacts,
  now: number,
): boolean {
  return maxConsentAge === 0 || (consentTime !== 0 && consentTime + maxConsentAge >= now);
}

function isSellerWanted({ sellers, sellersExcluded }: BountyTerms, { seller }: LeadProfile) {
  if (sellers.length === 0) return true;
  return sellers.some((one) => isAddressEqual(one, seller)) !== sellersExcluded;
}
