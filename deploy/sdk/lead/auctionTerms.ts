import type { AuctionTerms } from "./leadSubmission.ts";
import type { LeadTerms } from "./lead.ts";
import { usdcOf } from "../codes/usdc.ts";
import type { VerticalConfig } from "./vertical.ts";

/** Fees as the house charges them: of `FeeConfig`. Flat part in USDC units. */
export interface Fees {
  readonly feeBps: number;
  readonly convenienceFee: number;
}

/** A vertical, as far as terms depend on it. */
export interface PricedVertical {
  readonly config: Pick<VerticalConfig, "minReserve">;
}

/**
 * Terms of a lead's auction: what the seller wrote, else the vertical's minimum reserve without a premium, and no higher fees than `fees`,
 * which are charged now.
 */
export function auctionTermsOf(
  vertical: PricedVertical,
  terms: LeadTerms = {},
  fees: Fees,
): AuctionTerms {
  const { baseReserve, qualityPremiumBps = 0, maxFeeBps, maxConvenienceFee } = terms;
  return {
    baseReserve: baseReserve === undefined ? vertical.config.minReserve : usdcOf(baseReserve),
    qualityPremiumBps,
    maxFeeBps: maxFeeBps ?? fees.feeBps,
    maxConvenienceFee:
      maxConvenienceFee === undefined ? fees.convenienceFee : Number(usdcOf(maxConvenienceFee)),
  };
}
