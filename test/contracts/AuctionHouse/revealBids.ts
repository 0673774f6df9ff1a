import { expect } from "chai";
import { zeroAddress, type Hex } from "viem";

import { Phase, RevealFault, RevealOutcome } from "../../../deploy/sdk/codes/enums.ts";
import { networkHelpers, viem } from "../../fixtures/auctionHouse.ts";
import { auctionMarket } from "../../fixtures/auctionSteps.ts";
import { DEPOSIT, usdc } from "../../fixtures/market.ts";

const { assertions } = viem;
const SALT: Hex = `0x${"5a".repeat(32)}`;
const BATCH = 3;

/** Bids of 100, 101 and 102 USDC in the reveal phase, revealed by one batch. */
async function batch() {
  const m = await auctionMarket();
  const { leadId, auction } = await m.list();
  const openings = [];
  for (let i = 0; i < BATCH; i++) {
    const bidder = m.bidders[i];
    if (bidder === undefined) throw new Error("Too few bidders.");
    openings.push((await m.commit(leadId, bidder, usdc(100 + i))).opening);
  }
  return { ...m, leadId, auction, openings };
}

describe("AuctionHouse.revealBids", () => {
  describe("given openings that all fit", () => {
    it("should open all and end the phase", async () => {
      const { house, leadId, bidders, openings, toReveal, balanceOf } = await batch();
      await toReveal(leadId);
      const revealing = house.write.revealBids([leadId, openings]);
      for (const [index, { bidder, amount }] of openings.entries()) {
        await assertions.emitWithArgs(revealing, house, "BidRevealed", [
          leadId,
          1,
          bidder,
          amount,
          RevealOutcome.Leading,
          openings[index - 1]?.bidder ?? zeroAddress,
        ]);
        const locked = index === BATCH - 1 ? amount : 0n;
        expect(await balanceOf({ address: bidder })).to.deep.equal({
          free: DEPOSIT - locked,
          locked,
        });
      }
      const { phase, leader, pendingCommitments } = await house.read.auctionOf([leadId]);
      expect(phase).to.equal(Phase.Delivery);
      expect(leader).to.equal(bidders[BATCH - 1]?.address);
      expect(pendingCommitments).to.equal(0);
    });
  });

  describe("given no openings", () => {
    it("should do nothing", async () => {
      const { house, leadId, toReveal } = await batch();
      await toReveal(leadId);
      await house.write.revealBids([leadId, []]);
      expect((await house.read.auctionOf([leadId])).pendingCommitments).to.equal(BATCH);
    });
  });

  describe("when the auction is not in its reveal phase", () => {
    it("is refused as a whole", async () => {
      const { house, leadId, openings } = await batch();
      await assertions.revertWithCustomErrorWithArgs(
        house.write.revealBids([leadId, openings]),
        house,
        "AuctionHouse_WrongPhase",
        [leadId, Phase.Commit],
      );
    });
  });

  describe("when one account has no commitment", () => {
    it("should pass it by without a word: who writes openings of others cannot fill the log", async () => {
      const { house, leadId, bidders, openings, toReveal } = await batch();
      await toReveal(leadId);
      const stranger = { bidder: bidders[BATCH].address, amount: usdc(100), salt: SALT };
      await house.write.revealBids([leadId, [stranger, ...openings]]);
      expect(await house.getEvents.RevealSkipped({ leadId })).to.deep.equal([]);
      expect((await house.read.auctionOf([leadId])).pendingCommitments).to.equal(0);
    });
  });

  describe("when one opening is a zero bid (pitfall 12)", () => {
    it("should skip it and open the others", async () => {
      const { house, leadId, bidders, openings, place, toReveal } = await batch();
      const { address: bidder } = bidders[BATCH];
      const commitment = await house.read.commitmentOf([leadId, 1, bidder, 0n, SALT]);
      await place(leadId, bidders[BATCH], commitment);
      await toReveal(leadId);
      const zero = { bidder, amount: 0n, salt: SALT };
      const revealing = house.write.revealBids([leadId, [zero, ...openings]]);
      await assertions.emitWithArgs(revealing, house, "RevealSkipped", [
        leadId,
        1,
        bidder,
        RevealFault.ZeroBid,
      ]);
      expect((await house.read.auctionOf([leadId])).pendingCommitments).to.equal(1);
      expect(await house.read.commitmentIn([leadId, 1, bidder])).to.equal(commitment);
    });
  });

  describe("when one account cannot cover its bid", () => {
    it("should skip it, keep its commitment, and open it later", async () => {
      const { house, vault, usdc: token, leadId, bidders, ...m } = await batch();
      const [poor] = bidders;
      const { free } = await m.balanceOf(poor);
      const from = { account: poor.wallet.account };
      await vault.write.withdraw([poor.address, free], from);
      await m.toReveal(leadId);
      const revealing = house.write.revealBids([leadId, m.openings]);
      await assertions.emitWithArgs(revealing, house, "RevealSkipped", [
        leadId,
        1,
        poor.address,
        RevealFault.Unfunded,
      ]);
      expect((await house.read.auctionOf([leadId])).pendingCommitments).to.equal(1);
      expect((await m.balanceOf(poor)).locked).to.equal(m.auction.bidBond);

      await token.write.approve([vault.address, usdc(100)], from);
      await vault.write.deposit([usdc(100)], from);
      await assertions.emitWithArgs(
        house.write.revealBids([leadId, m.openings]),
        house,
        "BidRevealed",
        [leadId, 1, poor.address, usdc(100), RevealOutcome.Outbid, zeroAddress],
      );
      expect((await house.read.auctionOf([leadId])).phase).to.equal(Phase.Delivery);
    });
  });

  describe("when the caller gives too little gas (pitfall 25)", () => {
    it("should consume nothing: what was not opened can still be opened", async () => {
      const { house, leadId, openings, bidders, ...m } = await batch();
      await m.toReveal(leadId);
      const { account } = bidders[5].wallet;
      const start = await networkHelpers.takeSnapshot();
      let incomplete = 0;
      for (let gas = 60_000n; gas <= 300_000n; gas += 20_000n) {
        await house.write
          .revealBids([leadId, openings], { account, gas })
          .catch(() => "out of gas");
        for (const { bidder } of openings) {
          const isPending = BigInt(await house.read.commitmentIn([leadId, 1, bidder])) !== 0n;
          const { locked } = await m.balanceOf({ address: bidder });
          if (isPending) expect(locked).to.equal(m.auction.bidBond);
        }
        const { pendingCommitments } = await house.read.auctionOf([leadId]);
        if (pendingCommitments > 0) {
          incomplete++;
          await house.write.revealBids([leadId, openings]);
        }
        const { phase, leader } = await house.read.auctionOf([leadId]);
        expect(phase).to.equal(Phase.Delivery);
        expect(leader).to.equal(bidders[BATCH - 1]?.address);
        await start.restore();
      }
      expect(incomplete).to.be.greaterThan(0);
    });
  });
});
