import { expect } from "chai";

import type { AuctionTerms } from "../../tasks/protocol/leadSubmission.ts";
import {
  beforeListing,
  createAuction,
  mintLead,
  SCORE,
  SECOND_PRICE_TERMS,
  TERMS,
  viem,
  type HouseMarket,
} from "../fixtures/auctionHouse.ts";
import { DEPOSIT, usdc } from "../fixtures/market.ts";

const { assertions } = viem;

/** The bonds of an auction under these terms. */
async function bondsUnder(m: HouseMarket, terms: AuctionTerms, leadId = m.leadId) {
  await createAuction(m, leadId, terms);
  const { reserve, bidBond, deliveryBond } = await m.house.read.auctionOf([leadId]);
  return { reserve, bidBond, deliveryBond };
}

describe("AuctionHouse.createAuction: bonds", () => {
  describe("given first price", () => {
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

    for (const bidCap of [1n, usdc(250)]) {
      it(`reverts for a cap of ${bidCap}`, async () => {
        const m = await beforeListing();
        await assertions.revertWithCustomErrorWithArgs(
          createAuction(m, m.leadId, { ...TERMS, bidCap }),
          m.house,
          "AuctionHouse_InvalidBidCap",
          [m.leadId, bidCap, usdc(100)],
        );
      });
    }
  });

  describe("given second price", () => {
    for (const [bidCap, bidBond] of [
      [usdc(100) + 1n, usdc(10)],
      [usdc(110), usdc(10)],
      [usdc(110) + 1n, usdc(10) + 1n],
      [usdc(250), usdc(150)],
    ] as const) {
      it(`should ask bidders for ${bidBond} under a cap of ${bidCap}: at least cap - reserve`, async () => {
        const m = await beforeListing();
        expect(await bondsUnder(m, { ...SECOND_PRICE_TERMS, bidCap })).to.deep.equal({
          reserve: usdc(100),
          bidBond,
          deliveryBond: usdc(10),
        });
      });
    }

    for (const bidCap of [0n, usdc(100) - 1n, usdc(100)]) {
      it(`reverts for a cap of ${bidCap}, which is not above the reserve`, async () => {
        const m = await beforeListing();
        await assertions.revertWithCustomErrorWithArgs(
          createAuction(m, m.leadId, { ...SECOND_PRICE_TERMS, bidCap }),
          m.house,
          "AuctionHouse_InvalidBidCap",
          [m.leadId, bidCap, usdc(100)],
        );
      });
    }

    it("reverts for a cap that only the vertical's minimum reserve reaches", async () => {
      const m = await beforeListing();
      const terms = { ...SECOND_PRICE_TERMS, baseReserve: usdc(50), bidCap: usdc(80) };
      await assertions.revertWithCustomErrorWithArgs(
        createAuction(m, m.leadId, terms),
        m.house,
        "AuctionHouse_InvalidBidCap",
        [m.leadId, usdc(80), usdc(85)],
      );
    });

    it("should lock that bond for every bidder, whatever it bids", async () => {
      const m = await beforeListing();
      await createAuction(m, m.leadId, SECOND_PRICE_TERMS);
      const [low, high] = m.bidders;
      await m.commit(m.leadId, low, usdc(101));
      await m.commit(m.leadId, high, usdc(250));
      for (const bidder of [low, high]) {
        expect(await m.balanceOf(bidder)).to.deep.equal({
          free: DEPOSIT - usdc(150),
          locked: usdc(150),
        });
      }
    });
  });
});
