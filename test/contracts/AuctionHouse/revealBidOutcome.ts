import { expect } from "chai";
import { zeroAddress } from "viem";

import type { Opening } from "../../../deploy/sdk/bid/sealedBid.ts";
import { Phase, RevealOutcome } from "../../../deploy/sdk/codes/enums.ts";
import { networkHelpers, viem } from "../../fixtures/auctionHouse.ts";
import { auctionMarket } from "../../fixtures/auctionSteps.ts";
import { DEPOSIT, usdc } from "../../fixtures/market.ts";

const { assertions } = viem;
/** What opening a bid below the reserve costs. */
const TIP = usdc(0.25);
const ORDERS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

/** Sealed bids of 100, 120 and 110 USDC, in the reveal phase, and a fourth that stays closed unless a test opens it. */
async function sealedBids() {
  const m = await auctionMarket();
  const { leadId, auction } = await m.list();
  const [low, high, middle, last] = m.bidders;
  const openings: Opening[] = [];
  for (const [bidder, amount] of [
    [low, usdc(100)],
    [high, usdc(120)],
    [middle, usdc(110)],
  ] as const) {
    openings.push((await m.commit(leadId, bidder, amount)).opening);
  }
  const commitLast = (amount: bigint) => m.commit(leadId, last, amount);
  const reveal = (opening: Opening | undefined) => {
    if (opening === undefined) throw new Error("No such bid.");
    return m.house.write.revealBid([leadId, opening]);
  };
  return { ...m, leadId, auction, openings, low, high, middle, last, commitLast, reveal };
}

describe("AuctionHouse.revealBid, what comes of the bid", () => {
  describe("when it is the first", () => {
    it("should lead: the bond is freed and the bid locked, whoever sent the opening", async () => {
      const m = await sealedBids();
      await m.toReveal(m.leadId);
      const revealing = m.reveal(m.openings[0]);
      await assertions.emitWithArgs(revealing, m.house, "BidRevealed", [
        m.leadId,
        1,
        m.low.address,
        usdc(100),
        RevealOutcome.Leading,
        zeroAddress,
      ]);
      expect(await m.balanceOf(m.low)).to.deep.equal({
        free: DEPOSIT - usdc(100),
        locked: usdc(100),
      });
      const { leader, leadingBid, pendingCommitments, price, fixedAt } =
        await m.house.read.auctionOf([m.leadId]);
      expect(leader).to.equal(m.low.address);
      expect({ leadingBid, pendingCommitments, price, fixedAt }).to.deep.equal({
        leadingBid: usdc(100),
        pendingCommitments: 2,
        price: 0n,
        fixedAt: 0,
      });
    });
  });

  describe("when it beats the leader", () => {
    it("should free the leader's money in the same call", async () => {
      const m = await sealedBids();
      await m.toReveal(m.leadId);
      await m.reveal(m.openings[0]);
      await assertions.emitWithArgs(m.reveal(m.openings[1]), m.house, "BidRevealed", [
        m.leadId,
        1,
        m.high.address,
        usdc(120),
        RevealOutcome.Leading,
        m.low.address,
      ]);
      expect(await m.balanceOf(m.low)).to.deep.equal({ free: DEPOSIT, locked: 0n });
      expect(await m.balanceOf(m.high)).to.deep.equal({
        free: DEPOSIT - usdc(120),
        locked: usdc(120),
      });
    });
  });

  describe("when it is below the leader's", () => {
    it("should be opened and freed, and not lead", async () => {
      const m = await sealedBids();
      const { opening } = await m.commitLast(usdc(110));
      await m.toReveal(m.leadId);
      await m.reveal(m.openings[1]);
      const revealing = m.reveal(opening);
      await assertions.emitWithArgs(revealing, m.house, "BidRevealed", [
        m.leadId,
        1,
        m.last.address,
        usdc(110),
        RevealOutcome.Outbid,
        zeroAddress,
      ]);
      expect(await m.balanceOf(m.last)).to.deep.equal({ free: DEPOSIT, locked: 0n });
      const { leader, leadingBid } = await m.house.read.auctionOf([m.leadId]);
      expect([leader, leadingBid]).to.deep.equal([m.high.address, usdc(120)]);
    });
  });

  describe("when it is below the reserve", () => {
    it("should cost the tip, to the treasury, and free the rest of the bond", async () => {
      const m = await sealedBids();
      const { opening } = await m.commitLast(m.auction.reserve - 1n);
      await m.toReveal(m.leadId);
      const changes = await m.changesOf([m.last, m.treasury, m.anyone, m.seller], async () => {
        const revealing = m.reveal(opening);
        await assertions.emitWithArgs(revealing, m.house, "BidRevealed", [
          m.leadId,
          1,
          m.last.address,
          m.auction.reserve - 1n,
          RevealOutcome.BelowReserve,
          zeroAddress,
        ]);
        await assertions.emitWithArgs(revealing, m.house, "LowBidCharged", [
          m.leadId,
          1,
          m.last.address,
          m.treasury.address,
          m.auction.bidBond,
          TIP,
        ]);
      });
      const { bidBond } = m.auction;
      expect(changes).to.deep.equal([
        { free: bidBond - TIP, locked: -bidBond },
        { free: TIP, locked: 0n },
        { free: 0n, locked: 0n },
        { free: 0n, locked: 0n },
      ]);
      expect((await m.house.read.auctionOf([m.leadId])).leader).to.equal(zeroAddress);
    });
  });

  describe("when it is exactly the reserve", () => {
    it("should lead", async () => {
      const m = await sealedBids();
      const { opening } = await m.commitLast(m.auction.reserve);
      await m.toReveal(m.leadId);
      await assertions.emitWithArgs(m.reveal(opening), m.house, "BidRevealed", [
        m.leadId,
        1,
        m.last.address,
        m.auction.reserve,
        RevealOutcome.Leading,
        zeroAddress,
      ]);
    });
  });

  describe("when it equals the leader's", () => {
    it("should tie: both stay locked and the later one is listed", async () => {
      const m = await sealedBids();
      const { opening } = await m.commitLast(usdc(120));
      await m.toReveal(m.leadId);
      await m.reveal(m.openings[1]);
      const revealing = m.reveal(opening);
      await assertions.emitWithArgs(revealing, m.house, "BidRevealed", [
        m.leadId,
        1,
        m.last.address,
        usdc(120),
        RevealOutcome.Tied,
        zeroAddress,
      ]);
      for (const tied of [m.high, m.last]) {
        expect((await m.balanceOf(tied)).locked).to.equal(usdc(120));
      }
      const { leader, tiedBids } = await m.house.read.auctionOf([m.leadId]);
      expect({ leader, tiedBids }).to.deep.equal({
        leader: m.high.address,
        tiedBids: 1,
      });
      const listed = await m.house.read.tiedBidders([m.leadId, 1, usdc(120)]);
      expect(listed).to.deep.equal([m.last.address]);
    });
  });

  describe("when it is the last of all commitments", () => {
    it("should end the reveal phase at once", async () => {
      const m = await sealedBids();
      await m.toReveal(m.leadId);
      await m.reveal(m.openings[0]);
      await m.reveal(m.openings[1]);
      expect(await m.house.read.phaseOf([m.leadId])).to.equal(Phase.Reveal);
      const endsAt = m.auction.commitEnd + 77;
      await networkHelpers.time.setNextBlockTimestamp(endsAt);
      await assertions.emitWithArgs(m.reveal(m.openings[2]), m.house, "RevealClosed", [
        m.leadId,
        1,
        endsAt,
      ]);
      const auction = await m.house.read.auctionOf([m.leadId]);
      expect(auction.phase).to.equal(Phase.Delivery);
      expect([auction.revealEnd, auction.fixedAt]).to.deep.equal([endsAt, endsAt]);
      expect(auction.deliveryEnd).to.equal(endsAt + 24 * 3_600);
    });
  });

  describe("when the same bids are revealed in every order", () => {
    it("should end the same (invariant 3)", async () => {
      const m = await sealedBids();
      await m.toReveal(m.leadId);
      const start = await networkHelpers.takeSnapshot();
      for (const order of ORDERS) {
        for (const index of order) await m.reveal(m.openings[index]);
        const auction = await m.house.read.auctionOf([m.leadId]);
        expect(auction.leader).to.equal(m.high.address);
        expect(auction.price).to.equal(usdc(120));
        expect(await Promise.all([m.low, m.high, m.middle].map(m.balanceOf))).to.deep.equal([
          { free: DEPOSIT, locked: 0n },
          { free: DEPOSIT - usdc(120), locked: usdc(120) },
          { free: DEPOSIT, locked: 0n },
        ]);
        await start.restore();
      }
    });
  });
});
