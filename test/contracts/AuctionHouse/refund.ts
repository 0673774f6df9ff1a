import { expect } from "chai";

import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import { networkHelpers, viem } from "../../fixtures/auctionHouse.ts";
import { auctionMarket, DAY, DELIVERY_GRACE } from "../../fixtures/auctionSteps.ts";
import { DEPOSIT, usdc } from "../../fixtures/market.ts";

const { assertions } = viem;
const BID = usdc(120);

/** A lead with a winner and a loser, all bids open, waiting for its delivery. */
async function awaitingDelivery() {
  const m = await auctionMarket();
  const [loser, buyer] = m.bidders;
  const sale = await m.auctionOff([
    [loser, usdc(100)],
    [buyer, BID],
  ]);
  return { ...m, ...sale, loser, buyer };
}

describe("AuctionHouse.refund", () => {
  describe("given a seller that withholds the key (pitfall 18)", () => {
    it("should free the buyer's whole bid and split the seller's bond between buyer and treasury", async () => {
      const { house, vault, leadId, auction, seller, buyer, treasury, ...m } =
        await awaitingDelivery();
      const half = auction.deliveryBond / 2n;
      await networkHelpers.time.setNextBlockTimestamp(auction.deliveryEnd + DELIVERY_GRACE);
      const refunding = house.write.refund([leadId]);
      await assertions.emitWithArgs(refunding, house, "AuctionRefunded", [
        leadId,
        1,
        buyer.address,
        seller.address,
        treasury.address,
        BID,
        auction.deliveryBond,
        half,
        half,
        false,
      ]);
      expect(await Promise.all([seller, buyer, m.loser].map(m.balanceOf))).to.deep.equal([
        { free: DEPOSIT - auction.deliveryBond, locked: 0n },
        { free: DEPOSIT + half, locked: 0n },
        { free: DEPOSIT, locked: 0n },
      ]);
      expect(await m.ownerOf(leadId)).to.equal(seller.address);
      const { phase, closed } = await house.read.auctionOf([leadId]);
      expect({ phase, closed }).to.deep.equal({ phase: Phase.Undelivered, closed: true });
    });

    it("should give the odd unit of the bond to the treasury", async () => {
      const m = await auctionMarket();
      const { leadId, auction } = await m.auctionOff([[m.bidders[0], usdc(200)]], {
        baseReserve: "123.456710",
      });
      expect(auction.deliveryBond % 2n).to.equal(1n);
      await m.toRefund(leadId);
      const changes = await m.changesOf([m.seller, m.bidders[0], m.treasury], () =>
        m.house.write.refund([leadId]),
      );
      const half = auction.deliveryBond / 2n;
      expect(changes).to.deep.equal([
        { free: 0n, locked: -auction.deliveryBond },
        { free: usdc(200) + half, locked: -usdc(200) },
        { free: half + 1n, locked: 0n },
      ]);
    });
  });

  describe("given the last second in which nobody can refund", () => {
    it("reverts", async () => {
      const { house, leadId, auction } = await awaitingDelivery();
      await networkHelpers.time.setNextBlockTimestamp(auction.deliveryEnd + DELIVERY_GRACE - 1);
      await assertions.revertWithCustomErrorWithArgs(
        house.write.refund([leadId]),
        house,
        "AuctionHouse_WrongPhase",
        [leadId, Phase.Delivery],
      );
    });
  });

  describe("given a winner by a tie that took days", () => {
    it("should count the seller's time from the tie's resolution", async () => {
      const m = await auctionMarket();
      const [first, second] = m.bidders;
      const { leadId } = await m.auctionOff([
        [first, BID],
        [second, BID],
      ]);
      await networkHelpers.time.increase(5 * DAY);
      await m.house.write.resolveTie([leadId]);
      await assertions.revertWithCustomErrorWithArgs(
        m.house.write.refund([leadId]),
        m.house,
        "AuctionHouse_WrongPhase",
        [leadId, Phase.Delivery],
      );
      await m.toRefund(leadId);
      await m.house.write.refund([leadId]);
      expect((await m.balanceOf(first)).locked).to.equal(0n);
      expect((await m.balanceOf(second)).locked).to.equal(BID);
    });
  });

  describe("given a buyer that was refunded before", () => {
    it("reverts, and pays nothing twice", async () => {
      const { house, leadId, auction, buyer, balanceOf } = await awaitingDelivery();
      await networkHelpers.time.increaseTo(auction.deliveryEnd + DELIVERY_GRACE);
      await house.write.refund([leadId]);
      const before = await balanceOf(buyer);
      await assertions.revertWithCustomErrorWithArgs(
        house.write.refund([leadId]),
        house,
        "AuctionHouse_AlreadyClosed",
        [leadId, Phase.Undelivered],
      );
      expect(await balanceOf(buyer)).to.deep.equal(before);
    });
  });

  describe("given a lead that was delivered", () => {
    it("reverts, even after the delivery window", async () => {
      const { house, leadId, auction, buyer, deliveryTo } = await awaitingDelivery();
      await house.write.deliver([...(await deliveryTo(leadId, buyer))]);
      await networkHelpers.time.increaseTo(auction.deliveryEnd + DELIVERY_GRACE);
      await assertions.revertWithCustomErrorWithArgs(
        house.write.refund([leadId]),
        house,
        "AuctionHouse_WrongPhase",
        [leadId, Phase.Sold],
      );
    });
  });

  describe("given a lead without a winner", () => {
    it("reverts", async () => {
      const m = await auctionMarket();
      const { leadId, auction } = await m.list();
      await networkHelpers.time.increaseTo(auction.commitEnd);
      await assertions.revertWithCustomErrorWithArgs(
        m.house.write.refund([leadId]),
        m.house,
        "AuctionHouse_WrongPhase",
        [leadId, Phase.Unsold],
      );
    });
  });

  describe("given that the refunded lead is listed again", () => {
    it("should sell and deliver it in the next round", async () => {
      const { house, leadId, auction, loser, seller, ...m } = await awaitingDelivery();
      await networkHelpers.time.increaseTo(auction.deliveryEnd + DELIVERY_GRACE);
      await house.write.refund([leadId]);
      await m.listAgain(leadId);
      await m.runBids(leadId, [[loser, BID]]);
      await assertions.emitWithArgs(
        house.write.deliver([...(await m.deliveryTo(leadId, loser))]),
        house,
        "AuctionSettled",
        [
          leadId,
          2,
          loser.address,
          seller.address,
          m.treasury.address,
          BID,
          usdc(6),
          auction.deliveryBond,
        ],
      );
    });
  });
});
