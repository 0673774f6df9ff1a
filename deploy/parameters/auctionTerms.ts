import { PricingRule, type AuctionTerms } from "../../tasks/protocol/leadSubmission.ts";
import type { LeadTerms } from "../workflows/scoring/lead.ts";
import { usdcOf } from "./usdc.ts";
import type { Vertical } from "./verticals.ts";

/**
 * Terms of a lead's auction: what the seller wrote, else the vertical's. First price at the vertical's minimum reserve; a second-price
 * auction without a cap takes the vertical's ceiling as `bidCap`.
 * @throws {RangeError} a cap on a first-price auction, or one that the reserve reaches before any multiplier.
 */
export function auctionTermsOf(vertical: Vertical, terms: LeadTerms = {}): AuctionTerms {
  const rule = terms.pricingRule ?? "first";
  if (rule === "first" && terms.bidCap !== undefined) {
    throw new RangeError("terms.bidCap is for second-price auctions only");
  }
  const baseReserve =
    terms.baseReserve === undefined ? vertical.config.minReserve : usdcOf(terms.baseReserve);
  const cap = terms.bidCap === undefined ? vertical.reserveCeiling : usdcOf(terms.bidCap);
  const bidCap = rule === "second" ? cap : 0n;
  if (rule === "second" && bidCap <= baseReserve) {
    throw new RangeError("terms.bidCap must lie above the reserve");
  }
  return {
    baseReserve,
    qualityPremiumBps: terms.qualityPremiumBps ?? 0,
    pricingRule: rule === "first" ? PricingRule.FirstPrice : PricingRule.SecondPrice,
    bidCap,
  };
}
