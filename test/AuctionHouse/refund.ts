import { expect } from "chai";

import { Phase } from "../../tasks/protocol/phase.ts";
import { networkHelpers, viem } from "../fixtures/auctionHouse.ts";
import { auctionMarket, DAY, SECOND_PRICE } from "../fixtures/auctionSteps.ts";
import { DEPOSIT, usdc } from "../fixtures/market.ts";

const { assertions } = viem;
const BID = usdc(120);

/** A lead with a winner and a loser, all bids open, waiting for its delivery. */
async function awaitingDelivery(terms?: typeof SECOND_PRICE) {
  const m = await auctionMarket();
  const [loser, buyer] = m.bidders;
  const sale = await m.auctionOff(
    [
      [loser, usdc(100)],
      [buyer, BID],
    ],
    terms,
  );
  return { ...m, ...sale, loser, buyer };
}

describe("AuctionHouse.refund", () => {
  for (const [rule, terms] of [
    ["first", undefined],
    ["second", SECOND_PRICE],
  ] as const) {
    describe(`given a seller that withholds the key, at ${rule} price (pitfall 18)`, () => {
      it("should free the buyer's whole bid, pay it the seller's bond and return the lead", async () => {
        const { house, vault, leadId, auction, seller, buyer, ...m } =
          await awaitingDelivery(terms);
        await networkHelpers.time.setNextBlockTimestamp(auction.deliveryEnd);
        const refunding = house.write.refund([leadId]);
        await assertions.emitWithArgs(refunding, house, "AuctionRefunded", [
          leadId,
          1,
          buyer.address,
          BID,
          auction.deliveryBond,
        ]);
        await assertions.emitWithArgs(refunding, vault, "Unlocked", [leadId, buyer.address, BID]);
        await assertions.emitWithArgs(refunding, vault, "LockedTransferred", [
          leadId,
          seller.address,
          buyer.address,
          auction.deliveryBond,
        ]);
        expect(await Promise.all([seller, buyer, m.loser].map(m.balanceOf))).to.deep.equal([
          { free: DEPOSIT - auction.deliveryBond, locked: 0n },
          { free: DEPOSIT + auction.deliveryBond, locked: 0n },
          { free: DEPOSIT, locked: 0n },
        ]);
        expect(await m.ownerOf(leadId)).to.equal(seller.address);
        const { phase, closed } = await house.read.auctionOf([leadId]);
        expect({ phase, closed }).to.deep.equal({ phase: Phase.Undelivered, closed: true });
      });
    });
  }

  describe("given the last second in which the seller may deliver", () => {
    it("reverts", async () => {
      const { house, leadId, auction } = await awaitingDelivery();
      await networkHelpers.time.setNextBlockTimestamp(auction.deliveryEnd - 1);
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
      await networkHelpers.time.increase(DAY);
      await m.house.write.refund([leadId]);
      expect((await m.balanceOf(first)).locked).to.equal(0n);
      expect((await m.balanceOf(second)).locked).to.equal(BID);
    });
  });

  describe("given a buyer that was refunded before", () => {
    it("reverts, and pays nothing twice", async () => {
      const { house, leadId, auction, buyer, balanceOf } = await awaitingDelivery();
      await networkHelpers.time.increaseTo(auction.deliveryEnd);
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
      await networkHelpers.time.increaseTo(auction.deliveryEnd);
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
      await networkHelpers.time.increaseTo(auction.deliveryEnd);
      await house.write.refund([leadId]);
      await m.listAgain(leadId);
      await m.runBids(leadId, [[loser, BID]]);
      await assertions.emitWithArgs(
        house.write.deliver([...(await m.deliveryTo(leadId, loser))]),
        house,
        "AuctionSettled",
        [leadId, 2, loser.address, seller.address, BID, usdc(6)],
      );
    });
  });
});
