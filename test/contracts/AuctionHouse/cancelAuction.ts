import { expect } from "chai";

import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import {
  BID_BOND,
  beforeListing,
  by,
  createAuction,
  DELIVERY_BOND,
  drainVault,
  inCommitPhase,
  networkHelpers,
  pauseVault,
  setAsConfigurator,
  viem,
  type HouseMarket,
} from "../../fixtures/auctionHouse.ts";
import { BUDGET, bountyMarket } from "../../fixtures/bounties.ts";
import { DEPOSIT, usdc } from "../../fixtures/market.ts";

const { assertions } = viem;
const { time } = networkHelpers;

const cancel = ({ house, leadId, seller }: HouseMarket, caller = seller) =>
  house.write.cancelAuction([leadId], by(caller));

/** Expects that the seller cannot cancel in this phase. */
const expectWrongPhase = (m: HouseMarket, phase: number) =>
  assertions.revertWithCustomErrorWithArgs(cancel(m), m.house, "AuctionHouse_WrongPhase", [
    m.leadId,
    phase,
  ]);

describe("AuctionHouse.cancelAuction", () => {
  describe("given an auction without commitments", () => {
    it("should return the delivery bond", async () => {
      const m = await inCommitPhase();
      const hash = await cancel(m);
      await assertions.emitWithArgs(hash, m.house, "AuctionCancelled", [
        m.leadId,
        1,
        m.seller.address,
        DELIVERY_BOND,
        0,
      ]);
      expect(await m.nft.read.ownerOf([m.leadId])).to.equal(m.seller.address);
      expect(await m.balanceOf(m.seller)).to.deep.equal({ free: DEPOSIT, locked: 0n });
    });

    it("should end it at once, unsold", async () => {
      const m = await inCommitPhase();
      await cancel(m);
      expect(await m.house.read.auctionOf([m.leadId])).to.include({
        phase: Phase.Unsold,
        closed: true,
      });
      await assertions.revertWithCustomErrorWithArgs(
        m.house.write.closeUnsold([m.leadId]),
        m.house,
        "AuctionHouse_AlreadyClosed",
        [m.leadId, Phase.Unsold],
      );
    });

    it("should still cancel in the last second of the commit phase", async () => {
      const m = await inCommitPhase();
      const { commitEnd } = await m.house.read.auctionOf([m.leadId]);
      await time.setNextBlockTimestamp(commitEnd - 1);
      await assertions.emit(cancel(m), m.house, "AuctionCancelled");
    });

    it("should never be stopped by a pause or an insolvent vault", async () => {
      const m = await inCommitPhase();
      await drainVault(m);
      await pauseVault(m);
      await assertions.emit(cancel(m), m.house, "AuctionCancelled");
    });
  });

  describe("given a commitment", () => {
    it("reverts", async () => {
      const m = await inCommitPhase();
      const [first, second] = m.bidders;
      await m.commit(m.leadId, first, usdc(100));
      await m.commit(m.leadId, second, usdc(100));
      await assertions.revertWithCustomErrorWithArgs(
        cancel(m),
        m.house,
        "AuctionHouse_HasCommitments",
        [m.leadId, 2n],
      );
    });

    it("should cancel once it is withdrawn", async () => {
      const m = await inCommitPhase();
      const [bidder] = m.bidders;
      await m.commit(m.leadId, bidder, usdc(100));
      await m.house.write.withdrawBid([m.leadId], by(bidder));
      await assertions.emitWithArgs(cancel(m), m.house, "AuctionCancelled", [
        m.leadId,
        1,
        m.seller.address,
        DELIVERY_BOND,
        0,
      ]);
    });
  });

  describe("given a bounty's offer", () => {
    it("reverts: it stands until a better bid comes", async () => {
      const m = await bountyMarket();
      const { leadId } = await m.matched();
      await assertions.revertWithCustomErrorWithArgs(
        m.house.write.cancelAuction([leadId], by(m.seller)),
        m.house,
        "AuctionHouse_HasOffer",
        [leadId],
      );
    });

    it("should cancel in a pause, and give its money back to the bounty", async () => {
      const m = await bountyMarket();
      const { leadId, bountyId } = await m.matched();
      const { deliveryBond } = await m.auctionOf(leadId);
      await pauseVault(m);
      await assertions.emitWithArgs(
        m.house.write.cancelAuction([leadId], by(m.seller)),
        m.house,
        "AuctionCancelled",
        [leadId, 1, m.seller.address, deliveryBond, 0],
      );
      expect(await m.budgetOf(bountyId)).to.equal(BUDGET);
    });
  });

  describe("given commitments and a pause", () => {
    async function pausedWithBids() {
      const m = await inCommitPhase();
      const [first, second] = m.bidders;
      await m.commit(m.leadId, first, usdc(100));
      await m.commit(m.leadId, second, usdc(100));
      await pauseVault(m);
      return { ...m, first, second };
    }

    it("should cancel, and return every bond whole and at once", async () => {
      const m = await pausedWithBids();
      await assertions.emitWithArgs(cancel(m), m.house, "AuctionCancelled", [
        m.leadId,
        1,
        m.seller.address,
        DELIVERY_BOND,
        2,
      ]);
      expect((await m.house.read.auctionOf([m.leadId])).bondsReturned).to.equal(true);
      for (const { address } of [m.first, m.second]) {
        await assertions.emitWithArgs(
          m.house.write.forfeitBond([m.leadId, 1, address]),
          m.house,
          "BondReturned",
          [m.leadId, 1, address, BID_BOND],
        );
      }
      for (const party of [m.first, m.second, m.seller]) {
        expect(await m.balanceOf(party)).to.deep.equal({ free: DEPOSIT, locked: 0n });
      }
    });

    it("should return the bonds after the lead is listed again, too", async () => {
      const m = await pausedWithBids();
      await cancel(m);
      await setAsConfigurator(m, m.vault, "unpause");
      await createAuction(m, m.leadId);
      await assertions.emitWithArgs(
        m.house.write.forfeitBond([m.leadId, 1, m.first.address]),
        m.house,
        "BondReturned",
        [m.leadId, 1, m.first.address, BID_BOND],
      );
    });

    it("reverts from the end of the commit phase on", async () => {
      const m = await pausedWithBids();
      const { commitEnd } = await m.house.read.auctionOf([m.leadId]);
      await time.setNextBlockTimestamp(commitEnd);
      await expectWrongPhase(m, Phase.Reveal);
    });
  });

  describe("when the caller is not the seller", () => {
    it("reverts and leaves the auction open", async () => {
      const m = await inCommitPhase();
      const [stranger] = m.bidders;
      await assertions.revertWithCustomErrorWithArgs(
        cancel(m, stranger),
        m.house,
        "AuctionHouse_NotSeller",
        [m.leadId, stranger.address, m.seller.address],
      );
      expect(await m.house.read.phaseOf([m.leadId])).to.equal(Phase.Commit);
    });
  });

  describe("when the auction is not in its commit phase", () => {
    it("reverts for a lead without an auction", async () => {
      await expectWrongPhase(await beforeListing(), Phase.None);
    });

    it("reverts from the end of the commit phase on, without bids (pitfall 16: seller cancels after close)", async () => {
      const m = await inCommitPhase();
      const { commitEnd } = await m.house.read.auctionOf([m.leadId]);
      await time.setNextBlockTimestamp(commitEnd);
      await expectWrongPhase(m, Phase.Unsold);
    });

    it("reverts in the reveal phase (pitfall 16: seller cancels after close)", async () => {
      const m = await inCommitPhase();
      await m.commit(m.leadId, m.bidders[0], usdc(100));
      await m.toReveal(m.leadId);
      await expectWrongPhase(m, Phase.Reveal);
    });

    it("reverts once there is a winner (pitfall 16: seller cancels after close)", async () => {
      const m = await inCommitPhase();
      await m.runBids(m.leadId, [[m.bidders[0], usdc(100)]]);
      await expectWrongPhase(m, Phase.Delivery);
    });

    it("reverts when it is cancelled already", async () => {
      const m = await inCommitPhase();
      await cancel(m);
      await expectWrongPhase(m, Phase.Unsold);
    });
  });
});
