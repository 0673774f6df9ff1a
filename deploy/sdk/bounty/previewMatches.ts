import { zeroHash, type Address, type Hex } from "viem";

import type { BountyRule } from "./bountyRule.ts";
import type { Purchase } from "./bountyBook.ts";
import type { BountyTerms } from "./bountyTerms.ts";
import { ruleAgainst, type MatchableLead } from "./ruleAgainst.ts";

/** A lead that came in the past. */
export interface PastLead extends MatchableLead {
  readonly leadId: bigint;
  /** When it was attested, Unix seconds. */
  readonly at: number;
  /** Of its auction, USDC units; null where it was never listed. */
  readonly reserve: bigint | null;
}

/** What would have stopped a match: a rule of the bounty, or the lead's auction. */
export type Stop = Exclude<BountyRule, "None"> | "NotListed" | "BelowReserve";

/** What would have become of a lead. */
export interface PreviewedLead {
  readonly lead: PastLead;
  /** Null where the bounty would have made an offer. */
  readonly stop: Stop | null;
}

/** A bounty that never was. */
export interface ImaginedBounty {
  readonly terms: BountyTerms;
  /** USDC units. */
  readonly budget: bigint;
  readonly poster: Address | undefined;
}

/**
 * What a bounty would have done with leads, had it been there when they came. Each match takes price and tip out of the budget and counts
 * for the caps, as if nobody had offered more.
 * @param leads oldest first.
 * @param purchases what is known to have been bought, by anyone.
 */
export function previewMatches(
  { terms, budget, poster }: ImaginedBounty,
  leads: readonly PastLead[],
  purchases: readonly Purchase[],
): { readonly leads: readonly PreviewedLead[]; readonly left: bigint } {
  const bought = purchases.filter(({ buyer }) => buyer === poster);
  const matchTimes: number[] = [];
  const known: Pick<Purchase, "leadId" | "dedupTags">[] = [...bought];
  let left = budget;
  const previewed = leads.map((lead): PreviewedLead => {
    const bounty = { terms, budget: left, paused: false, closed: false, matchTimes };
    const rule = ruleAgainst(bounty, lead, lead.at, isBought(known, lead));
    if (rule !== "None") return { lead, stop: rule };
    if (lead.reserve === null) return { lead, stop: "NotListed" };
    if (terms.price < lead.reserve) return { lead, stop: "BelowReserve" };
    left -= terms.price + BigInt(terms.tip);
    matchTimes.push(lead.at);
    known.push({ leadId: lead.leadId, dedupTags: lead.facts.dedupTags });
    return { lead, stop: null };
  });
  return { leads: previewed, left };
}

/** Whether an earlier purchase was of the lead's consumer. */
function isBought(
  purchases: readonly Pick<Purchase, "leadId" | "dedupTags">[],
  { leadId, facts }: PastLead,
): boolean {
  const isShared = (tag: Hex) => tag !== zeroHash && facts.dedupTags.includes(tag);
  return purchases.some((one) => one.leadId < leadId && one.dedupTags.some(isShared));
}
