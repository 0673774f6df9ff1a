import { expect } from "chai";

import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import { networkHelpers, viem } from "../../fixtures/auctionHouse.ts";
import { auctionMarket } from "../../fixtures/auctionSteps.ts";
import { DEPOSIT, usdc } from "../../fixtures/market.ts";

const { assertions } = viem;
/** What opening a bid below the reserve costs. */
const TIP = usdc(0.25);

/** A listed lead without bids. */
async function listed() {
  const m = await auctionMarket();
  return { ...m, ...(await m.list()) };
}

describe("AuctionHouse.closeUnsold", () => {
  describe("given no commitments", () => {
    it("should return the bond from the end of the commit phase on", async () => {
      const { house, leadId, auction, seller, ...m } = await listed();
      await networkHelpers.time.setNextBlockTimestamp(auction.commitEnd);
      const closing = house.write.closeUnsold([leadId]);
      await assertions.emitWithArgs(closing, house, "AuctionClosedUnsold", [
        leadId,
        1,
        seller.address,
        auction.deliveryBond,
      ]);
      expect(await m.balanceOf(seller)).to.deep.equal({ free: DEPOSIT, locked: 0n });
      expect(await m.ownerOf(leadId)).to.equal(seller.address);
      const { phase, closed } = await house.read.auctionOf([leadId]);
      expect({ phase, closed }).to.deep.equal({ phase: Phase.Unsold, closed: true });
    });
  });

  describe("given only bids below the reserve", () => {
    it("should close as soon as all are open", async () => {
      const { house, leadId, auction, seller, bidders, runBids, balanceOf } = await listed();
      await runBids(leadId, [[bidders[0], usdc(50)]]);
      await assertions.emitWithArgs(
        house.write.closeUnsold([leadId]),
        house,
        "AuctionClosedUnsold",
        [leadId, 1, seller.address, auction.deliveryBond],
      );
      expect(await balanceOf(bidders[0])).to.deep.equal({ free: DEPOSIT - TIP, locked: 0n });
    });
  });

  describe("given a commitment that is not open", () => {
    it("reverts until the last second of the reveal phase", async () => {
      const { house, leadId, auction, bidders, commit } = await listed();
      await commit(leadId, bidders[0], usdc(120));
      await networkHelpers.time.setNextBlockTimestamp(auction.revealEnd - 1);
      await assertions.revertWithCustomErrorWithArgs(
        house.write.closeUnsold([leadId]),
        house,
        "AuctionHouse_WrongPhase",
        [leadId, Phase.Reveal],
      );
    });

    it("should close from the end of the reveal phase on", async () => {
      const { house, leadId, auction, seller, bidders, commit } = await listed();
      await commit(leadId, bidders[0], usdc(120));
      await networkHelpers.time.setNextBlockTimestamp(auction.revealEnd);
      await assertions.emitWithArgs(
        house.write.closeUnsold([leadId]),
        house,
        "AuctionClosedUnsold",
        [leadId, 1, seller.address, auction.deliveryBond],
      );
    });
  });

  describe("given the commit phase", () => {
    it("reverts", async () => {
      const { house, leadId } = await listed();
      await assertions.revertWithCustomErrorWithArgs(
        house.write.closeUnsold([leadId]),
        house,
        "AuctionHouse_WrongPhase",
        [leadId, Phase.Commit],
      );
    });
  });

  describe("given a winner", () => {
    it("reverts", async () => {
      const { house, leadId, bidders, runBids } = await listed();
      await runBids(leadId, [[bidders[0], usdc(120)]]);
      await assertions.revertWithCustomErrorWithArgs(
        house.write.closeUnsold([leadId]),
        house,
        "AuctionHouse_WrongPhase",
        [leadId, Phase.Delivery],
      );
    });
  });

  describe("given no auction", () => {
    it("reverts", async () => {
      const { house } = await listed();
      await assertions.revertWithCustomErrorWithArgs(
        house.write.closeUnsold([99n]),
        house,
        "AuctionHouse_WrongPhase",
        [99n, Phase.None],
      );
    });
  });

  describe("given an auction that was closed", () => {
    it("reverts, and pays nothing twice", async () => {
      const { house, leadId, auction, seller, balanceOf } = await listed();
      await networkHelpers.time.increaseTo(auction.commitEnd);
      await house.write.closeUnsold([leadId]);
      await assertions.revertWithCustomErrorWithArgs(
        house.write.closeUnsold([leadId]),
        house,
        "AuctionHouse_AlreadyClosed",
        [leadId, Phase.Unsold],
      );
      expect(await balanceOf(seller)).to.deep.equal({ free: DEPOSIT, locked: 0n });
    });
  });

  describe("given an auction that was cancelled", () => {
    it("reverts", async () => {
      const { house, leadId, seller } = await listed();
      await house.write.cancelAuction([leadId], { account: seller.wallet.account });
      await assertions.revertWithCustomErrorWithArgs(
        house.write.closeUnsold([leadId]),
        house,
        "AuctionHouse_AlreadyClosed",
        [leadId, Phase.Unsold],
      );
    });
  });

  describe("given that the lead is listed again", () => {
    it("should close the new round on its own terms", async () => {
      const { house, leadId, auction, seller, listAgain } = await listed();
      await networkHelpers.time.increaseTo(auction.commitEnd);
      await house.write.closeUnsold([leadId]);
      await listAgain(leadId);
      await assertions.revertWithCustomErrorWithArgs(
        house.write.closeUnsold([leadId]),
        house,
        "AuctionHouse_WrongPhase",
        [leadId, Phase.Commit],
      );
      await networkHelpers.time.increaseTo((await house.read.auctionOf([leadId])).commitEnd);
      await assertions.emitWithArgs(
        house.write.closeUnsold([leadId]),
        house,
        "AuctionClosedUnsold",
        [leadId, 2, seller.address, auction.deliveryBond],
      );
    });
  });
});
