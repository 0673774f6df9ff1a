import { expect } from "chai";
import { zeroAddress, type Address } from "viem";

import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import { by, networkHelpers, pauseVault, viem } from "../../fixtures/auctionHouse.ts";
import { auctionMarket, DAY } from "../../fixtures/auctionSteps.ts";
import { DEPOSIT, usdc } from "../../fixtures/market.ts";

const { assertions } = viem;
const BID = usdc(120);
const FREED = { free: DEPOSIT, locked: 0n };

/** What an erasure does to a round. */
interface Erased {
  readonly leader: Address;
  readonly bid: bigint;
  readonly compensation: bigint;
  readonly penalty: bigint;
  readonly won: boolean;
  readonly bondsReturned: boolean;
}

/** Nobody leads, nobody loses anything. */
const NOBODY: Erased = {
  leader: zeroAddress,
  bid: 0n,
  compensation: 0n,
  penalty: 0n,
  won: false,
  bondsReturned: true,
};

/** A listed lead and what its seller does to erase it. */
async function listed() {
  const m = await auctionMarket();
  const { leadId, auction } = await m.list();
  const erase = () => m.nft.write.erase([leadId], by(m.seller));
  /** The round ends as `end` says; a seller that loses nothing is excused, and unopened bonds go back unless somebody had won. */
  const expectErased = async (end: Partial<Erased>) => {
    const { leader, bid, compensation, penalty, won, bondsReturned } = { ...NOBODY, ...end };
    await assertions.emitWithArgs(erase(), m.house, "AuctionErased", [
      leadId,
      1,
      leader,
      {
        seller: m.seller.address,
        treasury: m.treasury.address,
        bid,
        deliveryBond: auction.deliveryBond,
        compensation,
        penalty,
        won,
        excused: penalty === 0n,
        bondsReturned,
      },
    ]);
    const { phase, closed } = await m.house.read.auctionOf([leadId]);
    expect({ phase, closed }).to.deep.equal({ phase: Phase.Erased, closed: true });
  };
  return { ...m, leadId, auction, bond: auction.deliveryBond, erase, expectErased };
}

describe("AuctionHouse.closeErased", () => {
  describe("when the caller is not the title", () => {
    it("reverts, for the seller too", async () => {
      const m = await listed();
      await assertions.revertWithCustomErrorWithArgs(
        m.house.write.closeErased([m.leadId], by(m.seller)),
        m.house,
        "AuctionHouse_UnauthorizedCaller",
        [m.seller.address],
      );
    });
  });

  describe("given the commit phase", () => {
    it("should free the seller's bond where nobody is committed, as cancelling would", async () => {
      const m = await listed();
      await m.expectErased({});
      expect(await m.balanceOf(m.seller)).to.deep.equal(FREED);
    });

    it("should pay the seller's bond to the treasury where somebody is, and return the bidder's", async () => {
      const m = await listed();
      const [bidder] = m.bidders;
      await m.commit(m.leadId, bidder, BID);
      await m.expectErased({ penalty: m.bond });
      await assertions.emitWithArgs(
        m.house.write.forfeitBond([m.leadId, 1, bidder.address]),
        m.house,
        "BondReturned",
        [m.leadId, 1, bidder.address, m.auction.bidBond],
      );
      expect(await Promise.all([m.seller, bidder, m.treasury].map(m.balanceOf))).to.deep.equal([
        { free: DEPOSIT - m.bond, locked: 0n },
        FREED,
        { free: m.bond, locked: 0n },
      ]);
    });

    it("should free both in a pause, as cancelling would", async () => {
      const m = await listed();
      const [bidder] = m.bidders;
      await m.commit(m.leadId, bidder, BID);
      await pauseVault(m);
      await m.expectErased({});
      await m.house.write.forfeitBond([m.leadId, 1, bidder.address]);
      expect(await Promise.all([m.seller, bidder].map(m.balanceOf))).to.deep.equal([FREED, FREED]);
    });
  });

  describe("given the reveal phase", () => {
    it("should free the leader, the tied and the silent", async () => {
      const m = await listed();
      const [leader, tied, silent] = m.bidders;
      const bids = [await m.commit(m.leadId, leader, BID), await m.commit(m.leadId, tied, BID)];
      await m.commit(m.leadId, silent, BID);
      await m.toReveal(m.leadId);
      for (const { opening } of bids) await m.house.write.revealBid([m.leadId, opening]);
      await m.expectErased({ leader: leader.address, bid: BID, penalty: m.bond });
      await m.house.write.releaseTiedBid([m.leadId, 1, BID, 0n]);
      await m.house.write.forfeitBond([m.leadId, 1, silent.address]);
      expect(await Promise.all([leader, tied, silent].map(m.balanceOf))).to.deep.equal([
        FREED,
        FREED,
        FREED,
      ]);
      const { leader: recorded, price } = await m.house.read.auctionOf([m.leadId]);
      expect([recorded, price]).to.deep.equal([zeroAddress, 0n]);
    });
  });

  describe("given a tie", () => {
    for (const [when, wait, keepsBond] of [
      ["before it can be voided", 7 * DAY - 60, false],
      ["once it can be voided", 7 * DAY, true],
    ] as const) {
      it(`should ${keepsBond ? "free" : "take"} the seller's bond ${when}`, async () => {
        const m = await listed();
        const [first, second] = m.bidders;
        await m.runBids(m.leadId, [
          [first, BID],
          [second, BID],
        ]);
        await networkHelpers.time.increase(wait);
        await m.expectErased({ leader: first.address, bid: BID, penalty: keepsBond ? 0n : m.bond });
        await m.house.write.releaseTiedBid([m.leadId, 1, BID, 0n]);
        expect(await Promise.all([first, second].map(m.balanceOf))).to.deep.equal([FREED, FREED]);
      });
    }
  });

  describe("given a buyer", () => {
    for (const [when, late] of [
      ["in the delivery window", false],
      ["after it", true],
    ] as const) {
      it(`should free its bid and give it half of the seller's bond, ${when}`, async () => {
        const m = await listed();
        const [buyer, silent] = m.bidders;
        await m.commit(m.leadId, silent, usdc(130));
        const { opening } = await m.commit(m.leadId, buyer, BID);
        await m.toReveal(m.leadId);
        await m.house.write.revealBid([m.leadId, opening]);
        await m.toForfeits(m.leadId);
        if (late) await m.toRefund(m.leadId);
        await m.expectErased({
          leader: buyer.address,
          bid: BID,
          compensation: m.bond / 2n,
          penalty: m.bond / 2n,
          won: true,
          bondsReturned: false,
        });
        expect((await m.balanceOf(buyer)).free).to.equal(DEPOSIT + m.bond / 2n);
        await assertions.emit(
          m.house.write.forfeitBond([m.leadId, 1, silent.address]),
          m.house,
          "BondForfeited",
        );
        expect((await m.vaultTotals(m.everybody)).locked).to.equal(0n);
      });
    }

    it("should leave bonds to be forfeited in either order: silence is no bidder's exit (invariant 11)", async () => {
      const m = await listed();
      const [buyer, silent] = m.bidders;
      await m.commit(m.leadId, silent, usdc(130));
      const { opening } = await m.commit(m.leadId, buyer, BID);
      await m.toReveal(m.leadId);
      await m.house.write.revealBid([m.leadId, opening]);
      await m.toForfeits(m.leadId);
      const forfeit = () => m.house.write.forfeitBond([m.leadId, 1, silent.address]);
      const start = await networkHelpers.takeSnapshot();
      const outcomes = [];
      for (const steps of [
        [m.erase, forfeit],
        [forfeit, m.erase],
      ]) {
        for (const step of steps) await step();
        outcomes.push(await Promise.all(m.everybody.map(m.balanceOf)));
        await start.restore();
      }
      expect(outcomes[1]).to.deep.equal(outcomes[0]);
    });
  });

  describe("given a round without a valid bid that nobody has closed", () => {
    it("should free the seller's bond, as closing would", async () => {
      const m = await listed();
      await m.toReveal(m.leadId);
      await m.expectErased({ bondsReturned: false });
      expect(await m.balanceOf(m.seller)).to.deep.equal(FREED);
    });
  });

  describe("given a round that is over", () => {
    it("should not be asked: erasing a sold lead moves no money", async () => {
      const m = await listed();
      const [buyer] = m.bidders;
      await m.runBids(m.leadId, [[buyer, BID]]);
      await m.house.write.deliver([...(await m.deliveryTo(m.leadId, buyer))]);
      const before = await m.vaultTotals(m.everybody);
      await m.nft.write.erase([m.leadId], by(buyer));
      expect(await m.house.getEvents.AuctionErased({ leadId: m.leadId })).to.deep.equal([]);
      expect(await m.vaultTotals(m.everybody)).to.deep.equal(before);
    });
  });

  describe("when the erased lead is listed again", () => {
    it("reverts", async () => {
      const m = await listed();
      await m.erase();
      await assertions.revertWithCustomErrorWithArgs(
        m.listAgain(m.leadId),
        m.nft,
        "LeadNFT_Erased",
        [m.leadId],
      );
    });
  });
});
