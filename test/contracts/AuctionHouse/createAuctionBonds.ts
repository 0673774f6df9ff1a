import { expect } from "chai";

import type { AuctionTerms } from "../../../deploy/sdk/lead/leadSubmission.ts";
import {
  beforeListing,
  createAuction,
  mintLead,
  SCORE,
  TERMS,
  type HouseMarket,
} from "../../fixtures/auctionHouse.ts";
import { usdc } from "../../fixtures/market.ts";

/** The bonds of an auction under these terms. */
async function bondsUnder(m: HouseMarket, terms: AuctionTerms, leadId = m.leadId) {
  await createAuction(m, leadId, terms);
  const { reserve, bidBond, deliveryBond } = await m.house.read.auctionOf([leadId]);
  return { reserve, bidBond, deliveryBond };
}

describe("AuctionHouse.createAuction: bonds", () => {
  for (const [reserve, bidBond] of [
    [usdc(100), usdc(10)],
    [123_456_789n, 12_345_678n],
    [usdc(500), usdc(50)],
    [usdc(500) + 10n, usdc(50)],
    [usdc(5_000), usdc(50)],
  ] as const) {
    it(`should ask bidders for ${bidBond} at a reserve of ${reserve}: 10 %, at most 50 USDC`, async () => {
      const m = await beforeListing();
      expect(await bondsUnder(m, { ...TERMS, baseReserve: reserve })).to.deep.equal({
        reserve,
        bidBond,
        deliveryBond: reserve / 10n,
      });
    });
  }

  it("should ask bidders for the vertical's least bond of 2 USDC where 10 % is less", async () => {
    const m = await beforeListing();
    const leadId = await mintLead(m, SCORE, { vertical: "insurance.pet" });
    expect(await bondsUnder(m, { ...TERMS, baseReserve: usdc(15) }, leadId)).to.deep.equal({
      reserve: usdc(15),
      bidBond: usdc(2),
      deliveryBond: usdc(1.5),
    });
  });
});
