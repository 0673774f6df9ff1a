import { expect } from "chai";

import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import { drainVault, networkHelpers, REVEAL_WINDOW, viem } from "../../fixtures/auctionHouse.ts";
import { auctionMarket, DAY, FORFEIT_DELAY, passUntil } from "../../fixtures/auctionSteps.ts";
import { DEPOSIT, usdc } from "../../fixtures/market.ts";

const { assertions } = viem;
const { time } = networkHelpers;
/** Just more than half of the reveal phase: the least that counts as an outage. */
const MORE_THAN_HALF = REVEAL_WINDOW / 2 + 1;

/** A round with one silent bidder, at the end of its commit phase. */
async function withSilence() {
  const m = await auctionMarket();
  const { leadId, auction } = await m.list();
  const [silent] = m.bidders;
  await m.commit(leadId, silent, usdc(120));
  await m.toReveal(leadId);
  const excuse = (round = 1) => m.house.write.reportOutage([leadId, round]);
  const forfeit = () => m.house.write.forfeitBond([leadId, 1, silent.address]);
  return { ...m, leadId, auction, silent, excuse, forfeit };
}

/** The same, after the sequencer was down for `downtime` seconds from `from` on, in the first second after the reveal phase. */
async function afterOutage(downtime: number, from = 0) {
  const m = await withSilence();
  const start = m.auction.commitEnd + from;
  await m.sequencerWentDown(start);
  await m.sequencerCameUp(start + downtime);
  await passUntil(m.auction.revealEnd);
  return m;
}

describe("AuctionHouse.reportOutage", () => {
  describe("given a sequencer that was down for more than half of the reveal phase", () => {
    it("should return unopened bonds whole", async () => {
      const m = await afterOutage(MORE_THAN_HALF);
      await assertions.emitWithArgs(m.excuse(), m.house, "OutageReported", [
        m.leadId,
        1,
        BigInt(MORE_THAN_HALF),
      ]);
      await assertions.emitWithArgs(m.forfeit(), m.house, "BondReturned", [
        m.leadId,
        1,
        m.silent.address,
        m.auction.bidBond,
      ]);
      expect(await m.balanceOf(m.silent)).to.deep.equal({ free: DEPOSIT, locked: 0n });
      expect((await m.house.read.auctionOf([m.leadId])).bondsReturned).to.equal(true);
    });

    it("should do so for a round before, too", async () => {
      const m = await afterOutage(MORE_THAN_HALF);
      await m.house.write.closeUnsold([m.leadId]);
      await m.listAgain(m.leadId);
      await m.excuse();
      await assertions.emit(m.forfeit(), m.house, "BondReturned");
      expect((await m.house.read.auctionOf([m.leadId])).bondsReturned).to.equal(false);
    });
  });

  describe("given two outages that only together took more than half", () => {
    it("should add them up", async () => {
      const m = await withSilence();
      const { commitEnd, revealEnd } = m.auction;
      await m.sequencerWentDown(commitEnd);
      await m.sequencerCameUp(commitEnd + REVEAL_WINDOW / 4);
      await m.sequencerWentDown(revealEnd - REVEAL_WINDOW / 4 - 1);
      await m.sequencerCameUp(revealEnd);
      await assertions.emitWithArgs(m.excuse(), m.house, "OutageReported", [
        m.leadId,
        1,
        BigInt(MORE_THAN_HALF),
      ]);
    });
  });

  describe("given an outage of half of the reveal phase, or outside of it", () => {
    for (const [what, downtime, from, counted] of [
      ["half", REVEAL_WINDOW / 2, 0, REVEAL_WINDOW / 2],
      ["one that was over a second before the commit phase was", 1_000, -1_001, 0],
      ["one that began with it", REVEAL_WINDOW / 2, 0, REVEAL_WINDOW / 2],
    ] as const) {
      it(`reverts for ${what}`, async () => {
        const m = await afterOutage(downtime, from);
        await assertions.revertWithCustomErrorWithArgs(
          m.excuse(),
          m.house,
          "AuctionHouse_NoOutage",
          [m.leadId, 1, BigInt(counted)],
        );
      });
    }
  });

  describe("given no outage", () => {
    it("reverts", async () => {
      const m = await withSilence();
      await m.toRevealEnd(m.leadId);
      await assertions.revertWithCustomErrorWithArgs(m.excuse(), m.house, "AuctionHouse_NoOutage", [
        m.leadId,
        1,
        0n,
      ]);
    });
  });

  describe("given a vault that was insolvent for more than half of the reveal phase, by its proofs", () => {
    it("should return unopened bonds, since nobody can be asked to top up", async () => {
      const m = await withSilence();
      await drainVault(m);
      const provedAt = await time.latest();
      await m.toRevealEnd(m.leadId);
      await assertions.emitWithArgs(m.excuse(), m.house, "OutageReported", [
        m.leadId,
        1,
        BigInt(m.auction.revealEnd - provedAt),
      ]);
      await assertions.emit(m.forfeit(), m.house, "BondReturned");
    });

    it("reverts where it was shorter", async () => {
      const m = await withSilence();
      await time.increaseTo(m.auction.revealEnd - REVEAL_WINDOW / 2);
      await drainVault(m);
      const provedAt = await time.latest();
      await m.toRevealEnd(m.leadId);
      await assertions.revertWithCustomErrorWithArgs(m.excuse(), m.house, "AuctionHouse_NoOutage", [
        m.leadId,
        1,
        BigInt(m.auction.revealEnd - provedAt),
      ]);
    });
  });

  describe("when bonds can be forfeited already", () => {
    it("should take the report in the last second before, and refuse it then", async () => {
      const m = await afterOutage(MORE_THAN_HALF);
      const forfeitableAt = m.auction.revealEnd + FORFEIT_DELAY;
      const start = await networkHelpers.takeSnapshot();
      await time.setNextBlockTimestamp(forfeitableAt - 1);
      await assertions.emit(m.excuse(), m.house, "OutageReported");
      await start.restore();
      await time.setNextBlockTimestamp(forfeitableAt);
      await assertions.revertWithCustomErrorWithArgs(m.excuse(), m.house, "AuctionHouse_TooLate", [
        m.leadId,
        BigInt(forfeitableAt),
      ]);
      await assertions.emit(m.forfeit(), m.house, "BondForfeited");
    });
  });

  describe("when the round is not over", () => {
    it("reverts", async () => {
      const m = await withSilence();
      await assertions.revertWithCustomErrorWithArgs(
        m.excuse(),
        m.house,
        "AuctionHouse_WrongPhase",
        [m.leadId, Phase.Reveal],
      );
      await assertions.revertWithCustomErrorWithArgs(
        m.excuse(2),
        m.house,
        "AuctionHouse_UnknownRound",
        [m.leadId, 2],
      );
    });
  });
});

describe("AuctionHouse.forfeitBond after an outage", () => {
  const expectForfeitFrom = async (
    m: Awaited<ReturnType<typeof withSilence>>,
    forfeitableAt: number,
  ) => {
    await time.setNextBlockTimestamp(forfeitableAt - 1);
    await assertions.revertWithCustomErrorWithArgs(m.forfeit(), m.house, "AuctionHouse_TooEarly", [
      m.leadId,
      BigInt(forfeitableAt),
    ]);
    await time.setNextBlockTimestamp(forfeitableAt);
    await assertions.emit(m.forfeit(), m.house, "BondForfeited");
  };

  it("should wait an hour after the reveal phase, outage or not", async () => {
    const m = await withSilence();
    await m.toRevealEnd(m.leadId);
    await expectForfeitFrom(m, m.auction.revealEnd + FORFEIT_DELAY);
  });

  it("should wait an hour after the end of an outage that reached beyond the reveal phase", async () => {
    const m = await afterOutage(REVEAL_WINDOW, REVEAL_WINDOW - 10);
    await expectForfeitFrom(m, m.auction.revealEnd + REVEAL_WINDOW - 10 + FORFEIT_DELAY);
  });

  it("should not wait for one that began when the reveal phase was over", async () => {
    const m = await afterOutage(1_000, REVEAL_WINDOW);
    await expectForfeitFrom(m, m.auction.revealEnd + FORFEIT_DELAY);
  });

  it("should wait three days at most while the sequencer's feed says that it is down", async () => {
    const m = await withSilence();
    await m.sequencerWentDown(m.auction.revealEnd - 1);
    await passUntil(m.auction.revealEnd + 3 * DAY);
    await expectForfeitFrom(m, m.auction.revealEnd + 3 * DAY + FORFEIT_DELAY);
  });

  it("should take a feed that is gone for one that says up", async () => {
    const m = await afterOutage(REVEAL_WINDOW, REVEAL_WINDOW - 10);
    await networkHelpers.setCode(m.sequencerFeed.address, "0x");
    await time.increaseTo(m.auction.revealEnd + FORFEIT_DELAY);
    await assertions.emit(m.forfeit(), m.house, "BondForfeited");
  });
});

describe("AuctionHouse.refund after an outage", () => {
  /** A won lead. The sequencer was down at the end of its delivery window, until `late` seconds after it. */
  async function undeliverable(late: number) {
    const m = await auctionMarket();
    const [buyer] = m.bidders;
    const { leadId, auction } = await m.auctionOff([[buyer, usdc(120)]]);
    await m.sequencerWentDown(auction.deliveryEnd - 1_000);
    await m.sequencerCameUp(auction.deliveryEnd + late);
    const delivery = await m.deliveryTo(leadId, buyer);
    return { ...m, leadId, auction, delivery };
  }

  /** Until then nobody can refund, and the seller can deliver. */
  const expectRefundFrom = async (
    m: Awaited<ReturnType<typeof undeliverable>>,
    refundableAt: number,
  ) => {
    await time.setNextBlockTimestamp(refundableAt - 1);
    await assertions.revertWithCustomErrorWithArgs(
      m.house.write.refund([m.leadId]),
      m.house,
      "AuctionHouse_TooEarly",
      [m.leadId, BigInt(refundableAt)],
    );
    const start = await networkHelpers.takeSnapshot();
    await m.house.write.deliver([...m.delivery]);
    expect(await m.house.read.phaseOf([m.leadId])).to.equal(Phase.Sold);
    await start.restore();
    await time.setNextBlockTimestamp(refundableAt);
    await assertions.emit(m.house.write.refund([m.leadId]), m.house, "AuctionRefunded");
  };

  it("should give the seller an hour to deliver after it", async () => {
    const m = await undeliverable(5_000);
    await expectRefundFrom(m, m.auction.deliveryEnd + 5_000 + FORFEIT_DELAY);
  });

  it("should give it an hour after the window where the sequencer was back just before its end", async () => {
    const m = await undeliverable(-1);
    await expectRefundFrom(m, m.auction.deliveryEnd + FORFEIT_DELAY);
  });

  it("should not wait for an outage that was over when the winner was fixed", async () => {
    const m = await auctionMarket();
    const [buyer] = m.bidders;
    const { leadId, auction } = await m.list();
    const { opening } = await m.commit(leadId, buyer, usdc(120));
    await m.sequencerWentDown(auction.commitEnd - 100);
    await m.sequencerCameUp(auction.commitEnd - 10);
    await m.toReveal(leadId);
    await m.house.write.revealBid([leadId, opening]);
    await m.toRefund(leadId);
    await assertions.emit(m.house.write.refund([leadId]), m.house, "AuctionRefunded");
  });
});
