import { expect } from "chai";

import { auctionTermsOf } from "../../deploy/parameters/auctionTerms.ts";
import { PricingRule } from "../../tasks/protocol/leadSubmission.ts";
import { profileOf } from "../fixtures/leads.ts";

const solar = profileOf("solar.residential");

describe("parameters: auctionTermsOf", () => {
  describe("given no terms", () => {
    it("it should be first price at the vertical's minimum reserve", () => {
      expect(auctionTermsOf(solar)).to.deep.equal({
        baseReserve: 85_000_000n,
        qualityPremiumBps: 0,
        pricingRule: PricingRule.FirstPrice,
        bidCap: 0n,
      });
    });
  });

  describe("given first price", () => {
    it("it should take the seller's reserve and premium", () => {
      const terms = { baseReserve: "95.5", qualityPremiumBps: 500, pricingRule: "first" } as const;
      expect(auctionTermsOf(solar, terms)).to.deep.equal({
        baseReserve: 95_500_000n,
        qualityPremiumBps: 500,
        pricingRule: PricingRule.FirstPrice,
        bidCap: 0n,
      });
    });
    it("throws RangeError for a cap", () => {
      expect(() => auctionTermsOf(solar, { bidCap: "300" })).to.throw(
        RangeError,
        "terms.bidCap is for second-price auctions only",
      );
    });
  });

  describe("given second price", () => {
    it("it should cap bids at the vertical's ceiling", () => {
      expect(auctionTermsOf(solar, { pricingRule: "second" })).to.deep.equal({
        baseReserve: 85_000_000n,
        qualityPremiumBps: 0,
        pricingRule: PricingRule.SecondPrice,
        bidCap: 200_000_000n,
      });
    });
    it("it should take the seller's cap", () => {
      const terms = { pricingRule: "second", bidCap: "120.000001" } as const;
      expect(auctionTermsOf(solar, terms).bidCap).to.equal(120_000_001n);
    });
    for (const terms of [{ bidCap: "85" }, { baseReserve: "200" }]) {
      it(`throws RangeError when the cap is not above the reserve: ${JSON.stringify(terms)}`, () => {
        expect(() => auctionTermsOf(solar, { pricingRule: "second", ...terms })).to.throw(
          RangeError,
          "terms.bidCap must lie above the reserve",
        );
      });
    }
  });
});
