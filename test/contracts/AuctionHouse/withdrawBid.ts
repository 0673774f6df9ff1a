import { expect } from "chai";
import { zeroHash } from "viem";

import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import {
  BID_BOND,
  beforeListing,
  by,
  drainVault,
  inCommitPhase,
  networkHelpers,
  pauseVault,
  viem,
  type HouseMarket,
} from "../../fixtures/auctionHouse.ts";
import { DEPOSIT, usdc } from "../../fixtures/market.ts";

const { assertions } = viem;
const { time } = networkHelpers;

/** Withdraws as the first bidder. */
const withdraw = ({ house, leadId, bidders: [bidder] }: HouseMarket) =>
  house.write.withdrawBid([leadId], by(bidder));

/** An auction with a commitment of the first bidder. */
async function withCommitment() {
  const m = await inCommitPhase();
  await m.commit(m.leadId, m.bidders[0], usdc(120));
  return m;
}

const expectWrongPhase = (m: HouseMarket, phase: number) =>
  assertions.revertWithCustomErrorWithArgs(withdraw(m), m.house, "AuctionHouse_WrongPhase", [
    m.leadId,
    phase,
  ]);

describe("AuctionHouse.withdrawBid", () => {
  describe("given a commitment of the caller in the commit phase", () => {
    it("should drop it and free the bond", async () => {
      const m = await withCommitment();
      const [{ address }] = m.bidders;
      const hash = await withdraw(m);
      await assertions.emitWithArgs(hash, m.house, "BidWithdrawn", [
        m.leadId,
        1,
        address,
        BID_BOND,
      ]);
      expect(await m.house.read.commitmentIn([m.leadId, 1, address])).to.equal(zeroHash);
      expect((await m.house.read.auctionOf([m.leadId])).pendingCommitments).to.equal(0);
      expect(await m.balanceOf(m.bidders[0])).to.deep.equal({ free: DEPOSIT, locked: 0n });
    });

    it("should leave the others' bids alone", async () => {
      const m = await withCommitment();
      const [, other] = m.bidders;
      const { commitment } = await m.commit(m.leadId, other, usdc(130));
      await withdraw(m);
      expect(await m.house.read.commitmentIn([m.leadId, 1, other.address])).to.equal(commitment);
      expect((await m.house.read.auctionOf([m.leadId])).pendingCommitments).to.equal(1);
      expect((await m.balanceOf(other)).locked).to.equal(BID_BOND);
    });

    it("should free one bond after an overwrite", async () => {
      const m = await withCommitment();
      await m.commit(m.leadId, m.bidders[0], usdc(130));
      await withdraw(m);
      expect(await m.balanceOf(m.bidders[0])).to.deep.equal({ free: DEPOSIT, locked: 0n });
    });

    it("should let the bidder commit again", async () => {
      const m = await withCommitment();
      await withdraw(m);
      await m.commit(m.leadId, m.bidders[0], usdc(140));
      expect((await m.balanceOf(m.bidders[0])).locked).to.equal(BID_BOND);
      expect((await m.house.read.auctionOf([m.leadId])).pendingCommitments).to.equal(1);
    });

    it("should still do so in the last second", async () => {
      const m = await withCommitment();
      const { commitEnd } = await m.house.read.auctionOf([m.leadId]);
      await time.setNextBlockTimestamp(commitEnd - 1);
      await assertions.emit(withdraw(m), m.house, "BidWithdrawn");
    });

    it("should never be stopped by a pause or an insolvent vault", async () => {
      const m = await withCommitment();
      await drainVault(m);
      await pauseVault(m);
      await assertions.emit(withdraw(m), m.house, "BidWithdrawn");
    });
  });

  describe("given no commitment of the caller", () => {
    it("should only make its signed bids on the lead worthless", async () => {
      const m = await inCommitPhase();
      const [{ address }] = m.bidders;
      const hash = await withdraw(m);
      await assertions.emitWithArgs(hash, m.house, "SignedBidsCancelled", [
        m.leadId,
        address,
        (m.leadId << 64n) | 1n,
      ]);
      expect(await m.house.getEvents.BidWithdrawn({ leadId: m.leadId })).to.deep.equal([]);
      expect(await m.balanceOf(m.bidders[0])).to.deep.equal({ free: DEPOSIT, locked: 0n });
    });

    it("should free the bond once, when it is withdrawn already", async () => {
      const m = await withCommitment();
      await withdraw(m);
      await withdraw(m);
      expect(await m.balanceOf(m.bidders[0])).to.deep.equal({ free: DEPOSIT, locked: 0n });
      expect((await m.house.read.auctionOf([m.leadId])).pendingCommitments).to.equal(0);
    });
  });

  describe("given another phase", () => {
    it("reverts for a lead without an auction", async () => {
      await expectWrongPhase(await beforeListing(), Phase.None);
    });

    it("reverts from the end of the commit phase on: an unwelcome bid must be opened or forfeited", async () => {
      const m = await withCommitment();
      const { commitEnd } = await m.house.read.auctionOf([m.leadId]);
      await time.setNextBlockTimestamp(commitEnd);
      await expectWrongPhase(m, Phase.Reveal);
    });

    it("reverts when the reveal phase is over", async () => {
      const m = await withCommitment();
      await m.toRevealEnd(m.leadId);
      await expectWrongPhase(m, Phase.Unsold);
    });
  });
});
