import { expect } from "chai";
import { zeroAddress } from "viem";

import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import { networkHelpers, viem } from "../../fixtures/auctionHouse.ts";
import { auctionMarket, DAY, FORFEIT_DELAY, passUntil } from "../../fixtures/auctionSteps.ts";
import { DEPOSIT, usdc } from "../../fixtures/market.ts";

const { assertions } = viem;
const { time } = networkHelpers;
const WHOLE = { free: DEPOSIT, locked: 0n };

/**
 * Three sealed bids of which two are equal, in the first second of the reveal phase. The sequencer was down from `from` to `until`,
 * seconds after the end of the commit phase: drand went on, so bids could be read while the chain still took others.
 */
async function readable({ from = -10, until = 5 } = {}) {
  const m = await auctionMarket();
  const { leadId, auction } = await m.list();
  const [ada, ben, cleo] = m.bidders;
  const bids = [];
  for (const bidder of [ada, ben, cleo]) {
    bids.push(await m.commit(leadId, bidder, usdc(bidder === cleo ? 110 : 120)));
  }
  const openings = bids.map(({ opening }) => opening);
  await m.toReveal(leadId);
  await m.sequencerWentDown(auction.commitEnd + from);
  await m.sequencerCameUp(auction.commitEnd + until);
  return {
    ...m,
    leadId,
    auction,
    openings,
    parties: [ada, ben, cleo] as const,
    report: (round = 1) => m.house.write.reportOutage([leadId, round]),
    reveal: (count: number) => m.house.write.revealBids([leadId, openings.slice(0, count)]),
    takeBonds: async (count = 3) => {
      for (const { address } of [ada, ben, cleo].slice(3 - count)) {
        await m.house.write.forfeitBond([leadId, 1, address]);
      }
    },
  };
}

/** Whether nothing is locked for anybody, and everybody has what it brought. */
async function expectAllWhole(m: Awaited<ReturnType<typeof readable>>): Promise<void> {
  for (const party of [m.seller, ...m.parties]) {
    expect(await m.balanceOf(party)).to.deep.equal(WHOLE);
  }
}

describe("AuctionHouse.reportOutage, of one at the end of the commit phase", () => {
  describe("given bids of which none is open yet", () => {
    it("should void the round at once, while bids are opened", async () => {
      const m = await readable();
      expect(await m.house.read.phaseOf([m.leadId])).to.equal(Phase.Reveal);
      const start = await networkHelpers.takeSnapshot();
      await assertions.emitWithArgs(m.report(), m.house, "OutageReported", [m.leadId, 1, 5n]);
      await start.restore();
      await assertions.emitWithArgs(m.report(), m.house, "AuctionVoided", [
        m.leadId,
        1,
        zeroAddress,
        m.seller.address,
        0n,
        m.auction.deliveryBond,
      ]);
      expect(await m.house.read.phaseOf([m.leadId])).to.equal(Phase.Voided);
      await m.takeBonds();
      await expectAllWhole(m);
    });

    it("should keep bids from being opened after it", async () => {
      const m = await readable();
      await m.report();
      await assertions.revertWithCustomErrorWithArgs(
        m.reveal(1),
        m.house,
        "AuctionHouse_WrongPhase",
        [m.leadId, Phase.Voided],
      );
    });

    it("should leave the lead to its seller, who can list it again", async () => {
      const m = await readable();
      await m.report();
      await m.listAgain(m.leadId);
      expect((await m.house.read.auctionOf([m.leadId])).round).to.equal(2);
      await m.takeBonds();
      for (const party of m.parties) expect(await m.balanceOf(party)).to.deep.equal(WHOLE);
    });
  });

  describe("given bids of which some are open, two of them equal", () => {
    it("should free the leader, and let the tied be released", async () => {
      const m = await readable();
      await m.reveal(2);
      await assertions.emitWithArgs(m.report(), m.house, "AuctionVoided", [
        m.leadId,
        1,
        m.parties[0].address,
        m.seller.address,
        usdc(120),
        m.auction.deliveryBond,
      ]);
      await m.house.write.releaseTiedBid([m.leadId, 1, usdc(120), 0n]);
      await m.takeBonds(1);
      await expectAllWhole(m);
    });
  });

  describe("given a tie", () => {
    it("should void the round while a word is awaited, and ignore the word", async () => {
      const m = await readable();
      await m.reveal(3);
      await m.house.write.requestTieBreak([m.leadId]);
      await m.report();
      await m.fulfil(m.leadId, 1n);
      await assertions.revertWithCustomErrorWithArgs(
        m.house.write.resolveTie([m.leadId]),
        m.house,
        "AuctionHouse_WrongPhase",
        [m.leadId, Phase.Voided],
      );
      await m.house.write.releaseTiedBid([m.leadId, 1, usdc(120), 0n]);
      await expectAllWhole(m);
    });
  });

  describe("given a winner who waits for its lead", () => {
    it("should void the round, and nothing is delivered after it", async () => {
      const m = await readable();
      const [ada] = m.parties;
      await m.reveal(1);
      await passUntil(m.auction.revealEnd);
      const delivery = await m.deliveryTo(m.leadId, ada);
      await m.report();
      await assertions.revertWithCustomErrorWithArgs(
        m.house.write.deliver([...delivery]),
        m.house,
        "AuctionHouse_WrongPhase",
        [m.leadId, Phase.Voided],
      );
      await m.takeBonds(2);
      await expectAllWhole(m);
    });
  });

  describe("given a round that is closed", () => {
    it("should return unopened bonds and leave a sale as it is", async () => {
      const m = await readable();
      const [ada, , cleo] = m.parties;
      await m.reveal(1);
      await passUntil(m.auction.revealEnd);
      await m.house.write.deliver([...(await m.deliveryTo(m.leadId, ada))]);
      await m.report();
      expect(await m.house.read.phaseOf([m.leadId])).to.equal(Phase.Sold);
      await m.takeBonds(2);
      expect(await m.balanceOf(cleo)).to.deep.equal(WHOLE);
    });

    it("should return those of an unsold round too, also once its lead is listed again", async () => {
      const m = await readable();
      await passUntil(m.auction.revealEnd);
      await m.house.write.closeUnsold([m.leadId]);
      await m.listAgain(m.leadId);
      await m.report();
      expect(await m.house.read.phaseOf([m.leadId])).to.equal(Phase.Commit);
      await m.takeBonds();
      for (const party of m.parties) expect(await m.balanceOf(party)).to.deep.equal(WHOLE);
    });
  });

  describe("given a winner whose delivery window is over", () => {
    it("should return unopened bonds only: the seller had its time", async () => {
      const m = await readable({ until: -1 });
      await m.reveal(1);
      // The feed hears of the outage late: from the last seconds of the commit phase until two days after the reveal phase.
      await m.sequencerWentDown(m.auction.commitEnd - 1);
      await m.sequencerCameUp(m.auction.revealEnd + 2 * DAY);
      expect(await m.house.read.phaseOf([m.leadId])).to.equal(Phase.Undelivered);
      await assertions.emit(m.report(), m.house, "OutageReported");
      expect(await m.house.read.phaseOf([m.leadId])).to.equal(Phase.Undelivered);
      await m.takeBonds(2);
      expect((await m.balanceOf(m.parties[0])).locked).to.equal(usdc(120));
    });
  });

  describe("given a sequencer that was back a second before the commit phase ended, or went down with its end", () => {
    for (const [what, span] of [
      ["back before", { from: -10, until: -1 }],
      ["down with it", { from: 0, until: 5 }],
    ] as const) {
      it(`reverts for one that was ${what}`, async () => {
        const m = await readable(span);
        await assertions.revertWithCustomErrorWithArgs(
          m.report(),
          m.house,
          "AuctionHouse_WrongPhase",
          [m.leadId, Phase.Reveal],
        );
      });
    }

    it("should count one that came up in the very second", async () => {
      const m = await readable({ from: -1, until: 0 });
      await assertions.emit(m.report(), m.house, "AuctionVoided");
    });
  });

  describe("when bonds can be forfeited already", () => {
    it("reverts", async () => {
      const m = await readable();
      const forfeitableAt = m.auction.revealEnd + FORFEIT_DELAY;
      await time.setNextBlockTimestamp(forfeitableAt);
      await assertions.revertWithCustomErrorWithArgs(m.report(), m.house, "AuctionHouse_TooLate", [
        m.leadId,
        BigInt(forfeitableAt),
      ]);
    });
  });

  describe("when bids are still taken", () => {
    it("reverts", async () => {
      const m = await auctionMarket();
      const { leadId } = await m.list();
      await m.sequencerWentDown(await time.latest());
      await assertions.revertWithCustomErrorWithArgs(
        m.house.write.reportOutage([leadId, 1]),
        m.house,
        "AuctionHouse_WrongPhase",
        [leadId, Phase.Commit],
      );
    });
  });
});
