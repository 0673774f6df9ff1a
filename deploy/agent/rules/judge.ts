import { isAddressEqual, type Address, type Hex } from "viem";

import type { VendorCheckName } from "../../sdk/codes/enums.ts";
import { usdcText } from "../../sdk/codes/text.ts";
import { passesFilter } from "../../sdk/lead/fieldFilter.ts";
import type { Attributes } from "../../sdk/lead/publicFields.ts";
import { ANY_VERTICAL, type AutoBidRule } from "./autoBidRules.ts";
import { hourOfWeek, PERIODS, type Period } from "./periods.ts";
import { skip, type Skip } from "./skip.ts";

/** What is public of a lead in an open auction, as far as rules look at it. Amounts in USDC units. */
export interface JudgedLead {
  readonly leadId: bigint;
  readonly round: number;
  /** Slug of its leaf vertical. */
  readonly vertical: string;
  /** ISO 3166, such as `US-TX`. */
  readonly region: string;
  /** 0 to 10,000. */
  readonly score: number;
  readonly source: string;
  readonly attributes: Attributes;
  readonly unansweredChecks: readonly VendorCheckName[];
  readonly seller: Address;
  readonly record: SellerRecord;
  /** Tags of phone and e-mail, made with the DON's secret; zero for what the consumer lacks. */
  readonly dedupTags: readonly [Hex, Hex];
  readonly reserve: bigint;
  readonly bidBond: bigint;
  /** Unix seconds. */
  readonly commitEnd: number;
  readonly revealEnd: number;
}

/** How a seller's sales ended. */
export interface SellerRecord {
  readonly delivered: number;
  readonly undelivered: number;
}

/** What was won and committed in a period. */
export interface Usage {
  readonly count: number;
  /** USDC units. */
  readonly amount: bigint;
}

/** What a judgement depends on, besides rule and lead. */
export interface JudgeContext {
  /** The chain's time, Unix seconds. */
  readonly now: number;
  /** What this rule has won and committed. */
  readonly usage: Readonly<Record<Period, Usage>>;
  /** Whether the account has a bid in the round. */
  readonly hasBid: boolean;
  /** Free in the vault, less what open bids will need. USDC units. */
  readonly available: bigint;
  /** Tags of consumers of whom the account has bought. */
  readonly boughtTags: ReadonlySet<Hex>;
  /** Tags of consumers that were found on the suppression list. */
  readonly suppressedTags: ReadonlySet<Hex>;
}

/** What to bid in USDC units, or the first reason not to. */
export type Judgement = { readonly amount: bigint } | { readonly skip: Skip };

/** Judges a lead by a rule. Pure: the same input gives the same answer. */
export function judge(rule: AutoBidRule, lead: JudgedLead, context: JudgeContext): Judgement {
  const against = placeAgainst(rule, lead) ?? qualityAgainst(rule, lead, context);
  if (against !== undefined) return { skip: against };
  const amount = rule.bid > lead.reserve ? rule.bid : lead.reserve;
  const money = moneyAgainst(rule, lead, context, amount);
  return money === undefined ? { amount } : { skip: money };
}

/** Whether a list of verticals, roots or `any` has a vertical. */
export function coversVertical(listed: readonly string[], vertical: string): boolean {
  return listed.some(
    (one) => one === ANY_VERTICAL || one === vertical || vertical.startsWith(`${one}.`),
  );
}

function placeAgainst(rule: AutoBidRule, { vertical, region }: JudgedLead): Skip | undefined {
  const { countries, regions, excludedRegions } = rule;
  const country = region.slice(0, 2);
  const isIn = (list: readonly string[]) => list.includes(region) || list.includes(country);
  if (!rule.enabled) return skip("DISABLED");
  if (!coversVertical([rule.vertical], vertical)) return skip("VERTICAL", vertical);
  if (countries.length > 0 && !countries.includes(country)) return skip("COUNTRY", country);
  if (regions.length > 0 && !isIn(regions)) return skip("REGION_NOT_INCLUDED", region);
  return isIn(excludedRegions) ? skip("REGION_EXCLUDED", region) : undefined;
}

function qualityAgainst(
  rule: AutoBidRule,
  lead: JudgedLead,
  context: JudgeContext,
): Skip | undefined {
  const { score, attributes, unansweredChecks, dedupTags } = lead;
  if (score < rule.minScore) return skip("SCORE", `${score} < ${rule.minScore}`);
  const failed = rule.filters.find((filter) => !passesFilter(filter, attributes));
  if (failed !== undefined) return skip("FIELD", `${failed.field} ${failed.operator}`);
  if (!rule.offSite && lead.source === "OFFSITE") return skip("OFF_SITE");
  if (rule.verifiedOnly && unansweredChecks.length > 0) {
    return skip("UNVERIFIED", unansweredChecks.join(", "));
  }
  const seller = sellerAgainst(rule, lead);
  if (seller !== undefined) return seller;
  const isKnown = (tags: ReadonlySet<Hex>) => dedupTags.some((tag) => tags.has(tag));
  if (rule.newConsumersOnly && isKnown(context.boughtTags)) return skip("BOUGHT_BEFORE");
  if (isKnown(context.suppressedTags)) return skip("SUPPRESSED");
  const isOpen = ((rule.hours >> BigInt(hourOfWeek(context.now, rule.timeZone))) & 1n) === 1n;
  return isOpen ? undefined : skip("HOURS");
}

function sellerAgainst(rule: AutoBidRule, { seller, record }: JudgedLead): Skip | undefined {
  const isIn = (list: readonly Address[]) => list.some((one) => isAddressEqual(one, seller));
  if (rule.sellers.length > 0 && !isIn(rule.sellers)) return skip("SELLER_NOT_LISTED");
  if (isIn(rule.excludedSellers)) return skip("SELLER_EXCLUDED");
  if (rule.minReputation === 0) return undefined;
  const { delivered, undelivered } = record;
  const ended = delivered + undelivered;
  const isGood = ended > 0 && delivered * 10_000 >= rule.minReputation * ended;
  return isGood ? undefined : skip("REPUTATION", `${delivered} of ${ended} delivered`);
}

function moneyAgainst(
  { maxPerLead, counts, budgets }: AutoBidRule,
  { reserve }: JudgedLead,
  { usage, hasBid, available }: JudgeContext,
  amount: bigint,
): Skip | undefined {
  if (amount > maxPerLead) return skip("RESERVE", usdcText(reserve));
  const limit = limitAgainst({ counts, budgets }, usage, amount);
  if (limit !== undefined) return limit;
  if (hasBid) return skip("ALREADY_BID");
  if (available < amount) return skip("BALANCE", `${usdcText(available)} for ${usdcText(amount)}`);
  return undefined;
}

/** The first of a rule's counts and budgets that one more bid would exceed. */
export function limitAgainst(
  { counts, budgets }: Pick<AutoBidRule, "counts" | "budgets">,
  usage: Readonly<Record<Period, Usage>>,
  amount: bigint,
): Skip | undefined {
  const full = PERIODS.find((period) => usage[period].count >= (counts[period] ?? Infinity));
  if (full !== undefined) return skip("COUNT", full);
  const spent = PERIODS.find((period) => {
    const budget = budgets[period];
    return budget !== undefined && usage[period].amount + amount > budget;
  });
  return spent === undefined ? undefined : skip("BUDGET", spent);
}
