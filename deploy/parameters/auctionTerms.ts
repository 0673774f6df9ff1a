import type { LeadTerms } from "../workflows/scoring/lead.ts";
import { usdcOf } from "./usdc.ts";
import type { Vertical } from "./verticals.ts";

/** `IAuctionHouse.PricingRule`. */
export const PRICING_RULES = { first: 0, second: 1 } as const;

/** `IAuctionHouse.AuctionTerms` as viem takes it; amounts in USDC units. */
export interface AuctionTerms {
  readonly baseReserve: bigint;
  readonly qualityPremiumBps: number;
  readonly pricingRule: number;
  readonly bidCap: bigint;
}

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
    pricingRule: PRICING_RULES[rule],
    bidCap,
  };
}
