import type { BountyJson } from "../../deploy/sdk/actions/bounty/bounty.ts";
import { durationText, timeText, usdcText } from "../../deploy/sdk/codes/text.ts";
import { verticalText } from "../cli/format.ts";

/** A bounty for people. */
export function bountyFacts(bounty: BountyJson): [string, string][] {
  const { terms } = bounty;
  const { tip } = terms;
  return [
    ["bounty", `${bounty.bountyId}, ${bounty.state}; terms of version ${bounty.version}`],
    ["poster", bounty.poster],
    ["pays", `${usdcText(terms.price)} a lead${tip > 0n ? `, and a tip of ${usdcText(tip)}` : ""}`],
    ["left of its budget", usdcText(bounty.budget)],
    ["in offers that lead", usdcText(bounty.matched)],
    ["spent", `${usdcText(bounty.spent)} on ${bounty.bought} lead(s)`],
    ["until", timeText(terms.expiresAt)],
    ["wants", wantsText(terms)],
  ];
}

/** Which leads a bounty wants, for people. */
export function wantsText(terms: BountyJson["terms"]): string {
  const { hours, hourCap, dayCap, minScore, maxConsentAge, regions, sources, sellers } = terms;
  const parts = [
    verticalText(terms.verticalId),
    regions.length > 0 && regions.join(" "),
    minScore > 0 && `score ${minScore} or more`,
    maxConsentAge > 0 && `consent of the last ${durationText(maxConsentAge)}`,
    sources.length > 0 && sources.join(" "),
    sellers.length > 0 && `${terms.sellersExcluded ? "not of" : "of"} ${sellers.join(" ")}`,
    terms.newConsumersOnly && "new consumers",
    hours !== "always" && `${hours} UTC`,
    hourCap > 0 && `${hourCap} an hour`,
    dayCap > 0 && `${dayCap} a day`,
    terms.privateCriteriaHash !== null && "private criteria",
  ];
  return parts.filter((part) => part !== false).join(", ");
}

/** What a transaction on a bounty led to, for people. */
export function sentFacts(done: BountyJson & { readonly txHash: string }): [string, string][] {
  return [...bountyFacts(done), ["transaction", done.txHash]];
}
