import { expect } from "chai";

import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import { networkHelpers, viem } from "../../fixtures/auctionHouse.ts";
import { auctionMarket, DAY } from "../../fixtures/auctionSteps.ts";
import { usdc } from "../../fixtures/market.ts";

const { assertions } = viem;

/** Two equal bids, all revealed. */
async function tie() {
  const m = await auctionMarket();
  const [first, second] = m.bidders;
  const sale = await m.auctionOff([
    [first, usdc(120)],
    [second, usdc(120)],
  ]);
  return { ...m, ...sale, first, second };
}

describe("AuctionHouse.requestTieBreak", () => {
  describe("given a tie", () => {
    describe("when nobody has asked", () => {
      it("should ask the coordinator for one word", async () => {
        const { house, tieBreaker, coordinator, leadId } = await tie();
        const requestedAt = (await networkHelpers.time.latest()) + 5;
        await networkHelpers.time.setNextBlockTimestamp(requestedAt);
        const requesting = house.write.requestTieBreak([leadId]);
        await assertions.emit(requesting, coordinator, "RandomWordsRequested");
        const { requestId, ...rest } = await tieBreaker.read.tieBreakOf([leadId, 1]);
        await assertions.emitWithArgs(requesting, tieBreaker, "TieBreakRequested", [
          leadId,
          1,
          requestId,
        ]);
        expect(rest).to.deep.equal({ word: 0n, requestedAt, fulfilledAt: 0 });
        expect(await house.read.phaseOf([leadId])).to.equal(Phase.TieBreak);
      });
    });

    describe("when somebody has asked before (pitfall 20)", () => {
      it("reverts", async () => {
        const { house, tieBreaker, leadId } = await tie();
        await house.write.requestTieBreak([leadId]);
        const { requestId } = await tieBreaker.read.tieBreakOf([leadId, 1]);
        await assertions.revertWithCustomErrorWithArgs(
          house.write.requestTieBreak([leadId]),
          tieBreaker,
          "VRFTieBreaker_AlreadyRequested",
          [leadId, 1, requestId],
        );
      });
    });

    describe("when the word is there already (pitfall 19)", () => {
      it("reverts: it is never drawn again", async () => {
        const { house, tieBreaker, leadId, drawWord } = await tie();
        await drawWord(leadId, 7n);
        const { requestId } = await tieBreaker.read.tieBreakOf([leadId, 1]);
        await assertions.revertWithCustomErrorWithArgs(
          house.write.requestTieBreak([leadId]),
          tieBreaker,
          "VRFTieBreaker_AlreadyRequested",
          [leadId, 1, requestId],
        );
      });
    });

    describe("when the coordinator refuses", () => {
      it("reverts, and works once the coordinator accepts", async () => {
        const { house, tieBreaker, coordinator, subscriptionId, leadId } = await tie();
        await coordinator.write.removeConsumer([subscriptionId, tieBreaker.address]);
        await assertions.revertWithCustomErrorWithArgs(
          house.write.requestTieBreak([leadId]),
          coordinator,
          "InvalidConsumer",
          [subscriptionId, tieBreaker.address],
        );
        await coordinator.write.addConsumer([subscriptionId, tieBreaker.address]);
        await assertions.emit(
          house.write.requestTieBreak([leadId]),
          tieBreaker,
          "TieBreakRequested",
        );
      });
    });

    describe("when 24 hours have passed since the end of the reveal phase", () => {
      it("reverts: the time-out decides", async () => {
        const { house, leadId, auction } = await tie();
        const timeoutAt = auction.revealEnd + DAY;
        await networkHelpers.time.setNextBlockTimestamp(timeoutAt);
        await assertions.revertWithCustomErrorWithArgs(
          house.write.requestTieBreak([leadId]),
          house,
          "AuctionHouse_TieBreakTimedOut",
          [leadId, BigInt(timeoutAt)],
        );
      });

      it("should still be possible one second earlier", async () => {
        const { house, tieBreaker, leadId, auction } = await tie();
        await networkHelpers.time.setNextBlockTimestamp(auction.revealEnd + DAY - 1);
        await assertions.emit(
          house.write.requestTieBreak([leadId]),
          tieBreaker,
          "TieBreakRequested",
        );
      });
    });
  });

  describe("given equal bids in a reveal phase that goes on", () => {
    it("reverts", async () => {
      const m = await auctionMarket();
      const { leadId } = await m.list();
      const [first, second, third] = m.bidders;
      const sealed = [
        await m.commit(leadId, first, usdc(120)),
        await m.commit(leadId, second, usdc(120)),
      ];
      await m.commit(leadId, third, usdc(130));
      await m.toReveal(leadId);
      for (const { opening } of sealed) await m.house.write.revealBid([leadId, opening]);
      await assertions.revertWithCustomErrorWithArgs(
        m.house.write.requestTieBreak([leadId]),
        m.house,
        "AuctionHouse_WrongPhase",
        [leadId, Phase.Reveal],
      );
    });
  });

  describe("given a single highest bid", () => {
    it("reverts", async () => {
      const m = await auctionMarket();
      const { leadId } = await m.auctionOff([[m.bidders[0], usdc(120)]]);
      await assertions.revertWithCustomErrorWithArgs(
        m.house.write.requestTieBreak([leadId]),
        m.house,
        "AuctionHouse_WrongPhase",
        [leadId, Phase.Delivery],
      );
    });
  });

  describe("given a tie that was resolved", () => {
    it("reverts", async () => {
      const { house, leadId, drawWord } = await tie();
      await drawWord(leadId, 0n);
      await house.write.resolveTie([leadId]);
      await assertions.revertWithCustomErrorWithArgs(
        house.write.requestTieBreak([leadId]),
        house,
        "AuctionHouse_WrongPhase",
        [leadId, Phase.Delivery],
      );
    });
  });
});
