import { expect } from "chai";
import { zeroHash } from "viem";

import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import {
  BID_BOND,
  beforeListing,
  by,
  createAuction,
  inCommitPhase,
  networkHelpers,
  TERMS,
  viem,
} from "../../fixtures/auctionHouse.ts";
import { DELIVERY_GRACE, FORFEIT_DELAY } from "../../fixtures/auctionSteps.ts";
import { DEPOSIT, usdc } from "../../fixtures/market.ts";

const { assertions } = viem;
const { time } = networkHelpers;
const TIP = usdc(0.25);
/** Terms of a second round whose bonds differ from the first's. */
const DEARER_TERMS = { ...TERMS, baseReserve: usdc(300) };
const VOID_DELAY = 7 * 86_400;

describe("AuctionHouse.createAuction: another round", () => {
  describe("given a round that ended unsold with an unopened commitment", () => {
    async function relisted() {
      const m = await inCommitPhase();
      const [silent] = m.bidders;
      await m.commit(m.leadId, silent, usdc(120));
      await m.toRevealEnd(m.leadId);
      await m.house.write.closeUnsold([m.leadId]);
      await createAuction(m, m.leadId, DEARER_TERMS);
      return { m, silent };
    }

    it("should start round 2 afresh", async () => {
      const { m } = await relisted();
      expect(await m.house.read.auctionOf([m.leadId])).to.include({
        ...{ phase: Phase.Commit, closed: false, round: 2, pendingCommitments: 0 },
        ...{ reserve: usdc(300), bidBond: usdc(30), deliveryBond: usdc(30) },
      });
    });

    it("should not count the old commitment as one of the new round", async () => {
      const { m, silent } = await relisted();
      expect(await m.house.read.commitmentIn([m.leadId, 1, silent.address])).to.not.equal(zeroHash);
      expect(await m.house.read.commitmentIn([m.leadId, 2, silent.address])).to.equal(zeroHash);
      await m.house.write.cancelAuction([m.leadId], by(m.seller));
    });

    it("should take a bid of the same bidder and lock the new bond beside the old", async () => {
      const { m, silent } = await relisted();
      await m.commit(m.leadId, silent, usdc(300));
      expect((await m.balanceOf(silent)).locked).to.equal(BID_BOND + usdc(30));
    });

    it("should still forfeit the old bond, the old amount of it", async () => {
      const { m, silent } = await relisted();
      const [, caller] = m.bidders;
      const { treasury } = m.accounts;
      await m.commit(m.leadId, silent, usdc(300));
      await time.increase(FORFEIT_DELAY);
      await assertions.emitWithArgs(
        m.house.write.forfeitBond([m.leadId, 1, silent.address], by(caller)),
        m.house,
        "BondForfeited",
        [m.leadId, 1, silent.address, treasury, caller.address, BID_BOND, TIP],
      );
      expect(await m.balanceOf(caller)).to.deep.equal({ free: DEPOSIT + TIP, locked: 0n });
      expect(await m.vault.read.freeOf([treasury])).to.equal(BID_BOND - TIP);
      expect(await m.balanceOf(silent)).to.deep.equal({
        free: DEPOSIT - BID_BOND - usdc(30),
        locked: usdc(30),
      });
    });

    it("reverts when the old bond is forfeited twice", async () => {
      const { m, silent } = await relisted();
      await time.increase(FORFEIT_DELAY);
      await m.house.write.forfeitBond([m.leadId, 1, silent.address]);
      await assertions.revertWithCustomErrorWithArgs(
        m.house.write.forfeitBond([m.leadId, 1, silent.address]),
        m.house,
        "AuctionHouse_NoCommitment",
        [m.leadId, 1, silent.address],
      );
    });
  });

  describe("given a round whose lead was never delivered", () => {
    it("should still forfeit its unopened bonds, to the treasury", async () => {
      const m = await inCommitPhase();
      const [silent, buyer] = m.bidders;
      await m.commit(m.leadId, silent, usdc(120));
      const { opening } = await m.commit(m.leadId, buyer, usdc(110));
      await m.toReveal(m.leadId);
      await m.house.write.revealBid([m.leadId, opening]);
      await time.increaseTo(
        (await m.house.read.auctionOf([m.leadId])).revealEnd + 86_400 + DELIVERY_GRACE,
      );
      await m.house.write.refund([m.leadId]);
      await createAuction(m, m.leadId, DEARER_TERMS);
      const { treasury } = m.accounts;
      const before = await m.vault.read.freeOf([treasury]);
      await assertions.emitWithArgs(
        m.house.write.forfeitBond([m.leadId, 1, silent.address], by(m.seller)),
        m.house,
        "BondForfeited",
        [m.leadId, 1, silent.address, treasury, m.seller.address, BID_BOND, TIP],
      );
      expect(await m.vault.read.freeOf([treasury])).to.equal(before + BID_BOND - TIP);
    });
  });

  describe("given a round that was voided", () => {
    it("should still give its unopened bonds back, whole", async () => {
      const m = await inCommitPhase();
      const [silent, first, second] = m.bidders;
      await m.commit(m.leadId, silent, usdc(120));
      const bids = [
        await m.commit(m.leadId, first, usdc(110)),
        await m.commit(m.leadId, second, usdc(110)),
      ];
      await m.toReveal(m.leadId);
      await m.house.write.revealBids([m.leadId, bids.map(({ opening }) => opening)]);
      await time.increaseTo((await m.house.read.auctionOf([m.leadId])).revealEnd + VOID_DELAY);
      await m.house.write.voidAuction([m.leadId]);
      await createAuction(m, m.leadId, DEARER_TERMS);
      await assertions.emitWithArgs(
        m.house.write.forfeitBond([m.leadId, 1, silent.address]),
        m.house,
        "BondReturned",
        [m.leadId, 1, silent.address, BID_BOND],
      );
      expect(await m.balanceOf(silent)).to.deep.equal({ free: DEPOSIT, locked: 0n });
    });
  });

  describe("given a round that was cancelled", () => {
    it("should start round 2", async () => {
      const m = await inCommitPhase();
      await m.house.write.cancelAuction([m.leadId], by(m.seller));
      await createAuction(m, m.leadId);
      expect((await m.house.read.auctionOf([m.leadId])).round).to.equal(2);
    });
  });

  describe("given a round over its deadlines that nobody has closed", () => {
    it("reverts: the lead is still listed", async () => {
      const m = await inCommitPhase();
      await m.toReveal(m.leadId);
      expect(await m.house.read.phaseOf([m.leadId])).to.equal(Phase.Unsold);
      await assertions.revertWithCustomErrorWithArgs(
        createAuction(m, m.leadId),
        m.house,
        "AuctionHouse_AlreadyListed",
        [m.leadId, Phase.Unsold],
      );
    });
  });

  describe("given a lead that was never listed", () => {
    it("should be round 1", async () => {
      const m = await beforeListing();
      expect((await m.house.read.auctionOf([m.leadId])).round).to.equal(0);
      await createAuction(m, m.leadId);
      expect((await m.house.read.auctionOf([m.leadId])).round).to.equal(1);
    });
  });
});
