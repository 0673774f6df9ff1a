import { expect } from "chai";

import { auctionTermsOf } from "../../../deploy/sdk/lead/leadSubmission.ts";
import { profileOf } from "../../fixtures/leads.ts";

const solar = profileOf("solar.residential");
const FEES = { feeBps: 500, convenienceFee: 250_000 };

describe("parameters: auctionTermsOf", () => {
  describe("given no terms", () => {
    it("it should ask the vertical's minimum reserve and accept the fees that are charged now", () => {
      expect(auctionTermsOf(solar, undefined, FEES)).to.deep.equal({
        baseReserve: 85_000_000n,
        qualityPremiumBps: 0,
        maxFeeBps: 500,
        maxConvenienceFee: 250_000,
        instantSale: false,
      });
    });
  });

  describe("given the seller's own", () => {
    it("it should take them", () => {
      const terms = {
        baseReserve: "95.5",
        qualityPremiumBps: 500,
        maxFeeBps: 300,
        maxConvenienceFee: "0.5",
      };
      expect(auctionTermsOf(solar, terms, FEES)).to.deep.equal({
        baseReserve: 95_500_000n,
        qualityPremiumBps: 500,
        maxFeeBps: 300,
        maxConvenienceFee: 500_000,
        instantSale: false,
      });
    });

    it("it should take a highest fee of nothing for what it is", () => {
      const terms = { maxFeeBps: 0, maxConvenienceFee: "0" };
      expect(auctionTermsOf(solar, terms, FEES)).to.include({ maxFeeBps: 0, maxConvenienceFee: 0 });
    });
  });
});
