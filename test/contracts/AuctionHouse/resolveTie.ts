import { expect } from "chai";

import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import { networkHelpers, viem } from "../../fixtures/auctionHouse.ts";
import { auctionMarket, DAY } from "../../fixtures/auctionSteps.ts";
import { DEPOSIT, usdc } from "../../fixtures/market.ts";

const { assertions } = viem;
const BID = usdc(120);
const LARGEST_WORD = 2n ** 256n - 1n;

/** Three equal bids, all revealed. */
async function tie() {
  const m = await auctionMarket();
  const tied = m.bidders.slice(0, 3);
  const sale = await m.auctionOff(tied.map((bidder) => [bidder, BID] as const));
  const leaderOf = async (leadId: bigint) => (await m.house.read.auctionOf([leadId])).leader;
  return { ...m, ...sale, tied, first: m.bidders[0], leaderOf };
}

describe("AuctionHouse.resolveTie", () => {
  describe("given the word", () => {
    for (const [word, winner] of [
      [0n, 0],
      [1n, 1],
      [2n, 2],
      [3n, 0],
      [LARGEST_WORD, Number(LARGEST_WORD % 3n)],
    ] as const) {
      it(`should make bidder ${winner} win by the word ${word.toString().slice(0, 6)}`, async () => {
        const { house, leadId, tied, first, ...m } = await tie();
        await m.drawWord(leadId, word);
        const buyer = tied[winner] ?? first;
        const resolvedAt = (await networkHelpers.time.latest()) + 9;
        await networkHelpers.time.setNextBlockTimestamp(resolvedAt);
        const resolving = house.write.resolveTie([leadId]);
        await assertions.emitWithArgs(resolving, house, "TieResolved", [
          leadId,
          1,
          buyer.address,
          3n,
          false,
        ]);

        const auction = await house.read.auctionOf([leadId]);
        expect(auction.phase).to.equal(Phase.Delivery);
        expect(auction.leader).to.equal(buyer.address);
        expect(auction.price).to.equal(BID);
        expect(auction.fixedAt).to.equal(resolvedAt);
        expect(auction.deliveryEnd).to.equal(resolvedAt + DAY);
        expect(await m.balanceOf(buyer)).to.deep.equal({ free: DEPOSIT - BID, locked: BID });
        if (winner !== 0) {
          await assertions.emitWithArgs(resolving, house, "TiedBidReleased", [
            leadId,
            1,
            first.address,
            BID,
          ]);
          expect(await m.balanceOf(first)).to.deep.equal({ free: DEPOSIT, locked: 0n });
        }
      });
    }

    it("should count even when it is used after the time-out", async () => {
      const { house, leadId, tied, leaderOf, drawWord } = await tie();
      await drawWord(leadId, 2n);
      await networkHelpers.time.increase(2 * DAY);
      await house.write.resolveTie([leadId]);
      expect(await leaderOf(leadId)).to.equal(tied[2]?.address);
    });
  });

  describe("given no word", () => {
    describe("when it was requested in the last second (pitfall 21)", () => {
      it("should count the 24 hours from the end of the reveal phase, not from the request", async () => {
        const { house, leadId, auction, first } = await tie();
        const timeoutAt = auction.revealEnd + DAY;
        await networkHelpers.time.setNextBlockTimestamp(timeoutAt - 2);
        await house.write.requestTieBreak([leadId]);
        await networkHelpers.time.setNextBlockTimestamp(timeoutAt - 1);
        await assertions.revertWithCustomErrorWithArgs(
          house.write.resolveTie([leadId]),
          house,
          "AuctionHouse_TieBreakPending",
          [leadId, BigInt(timeoutAt)],
        );
        await networkHelpers.time.setNextBlockTimestamp(timeoutAt);
        await house.write.resolveTie([leadId]);
        expect((await house.read.auctionOf([leadId])).leader).to.equal(first.address);
      });
    });

    describe("when it was never requested and the reveal phase ended less than 24 hours ago", () => {
      it("reverts", async () => {
        const { house, leadId, auction } = await tie();
        const timeoutAt = auction.revealEnd + DAY;
        await networkHelpers.time.setNextBlockTimestamp(timeoutAt - 1);
        await assertions.revertWithCustomErrorWithArgs(
          house.write.resolveTie([leadId]),
          house,
          "AuctionHouse_TieBreakPending",
          [leadId, BigInt(timeoutAt)],
        );
      });
    });

    for (const isRequested of [true, false]) {
      describe(`when 24 hours have passed, ${isRequested ? "requested" : "never requested"}`, () => {
        it("should make the first revealed win", async () => {
          const { house, leadId, auction, first, balanceOf } = await tie();
          if (isRequested) await house.write.requestTieBreak([leadId]);
          await networkHelpers.time.setNextBlockTimestamp(auction.revealEnd + DAY);
          await assertions.emitWithArgs(house.write.resolveTie([leadId]), house, "TieResolved", [
            leadId,
            1,
            first.address,
            3n,
            true,
          ]);
          expect(await house.read.phaseOf([leadId])).to.equal(Phase.Delivery);
          expect(await balanceOf(first)).to.deep.equal({ free: DEPOSIT - BID, locked: BID });
        });
      });
    }
  });

  describe("given a tie that hangs for 7 days", () => {
    it("should resolve it in the last second before, by its word", async () => {
      const { house, leadId, auction, tied, leaderOf, drawWord } = await tie();
      await drawWord(leadId, 1n);
      await networkHelpers.time.setNextBlockTimestamp(auction.revealEnd + 7 * DAY - 1);
      await house.write.resolveTie([leadId]);
      expect(await leaderOf(leadId)).to.equal(tied[1]?.address);
    });

    it("reverts from then on, word or not: only the void is left", async () => {
      const { house, leadId, auction, drawWord } = await tie();
      await drawWord(leadId, 1n);
      const voidableAt = auction.revealEnd + 7 * DAY;
      await networkHelpers.time.setNextBlockTimestamp(voidableAt);
      await assertions.revertWithCustomErrorWithArgs(
        house.write.resolveTie([leadId]),
        house,
        "AuctionHouse_TooLate",
        [leadId, BigInt(voidableAt)],
      );
      await assertions.emit(house.write.voidAuction([leadId]), house, "AuctionVoided");
    });
  });

  describe("given a word that came 24 hours after the end of the reveal phase", () => {
    it("should ignore it: the first revealed wins", async () => {
      const { house, tieBreaker, leadId, auction, first, fulfil } = await tie();
      await house.write.requestTieBreak([leadId]);
      await networkHelpers.time.setNextBlockTimestamp(auction.revealEnd + DAY);
      await fulfil(leadId, 2n);
      expect((await tieBreaker.read.tieBreakOf([leadId, 1])).word).to.equal(2n);
      await assertions.emitWithArgs(house.write.resolveTie([leadId]), house, "TieResolved", [
        leadId,
        1,
        first.address,
        3n,
        true,
      ]);
    });
  });

  describe("given a word that came in the last second", () => {
    it("should use it", async () => {
      const { house, leadId, auction, tied, fulfil, leaderOf } = await tie();
      await house.write.requestTieBreak([leadId]);
      await networkHelpers.time.setNextBlockTimestamp(auction.revealEnd + DAY - 1);
      await fulfil(leadId, 2n);
      await house.write.resolveTie([leadId]);
      expect(await leaderOf(leadId)).to.equal(tied[2]?.address);
    });
  });

  describe("given a word that comes after the time-out was used", () => {
    it("should change nothing", async () => {
      const { house, leadId, first, fulfil, leaderOf } = await tie();
      await house.write.requestTieBreak([leadId]);
      await networkHelpers.time.increase(DAY);
      await house.write.resolveTie([leadId]);
      await fulfil(leadId, 2n);
      await assertions.revertWithCustomErrorWithArgs(
        house.write.resolveTie([leadId]),
        house,
        "AuctionHouse_WrongPhase",
        [leadId, Phase.Delivery],
      );
      expect(await leaderOf(leadId)).to.equal(first.address);
    });
  });

  describe("given no tie", () => {
    it("reverts", async () => {
      const m = await auctionMarket();
      const { leadId } = await m.auctionOff([[m.bidders[0], BID]]);
      await assertions.revertWithCustomErrorWithArgs(
        m.house.write.resolveTie([leadId]),
        m.house,
        "AuctionHouse_WrongPhase",
        [leadId, Phase.Delivery],
      );
    });
  });
});
