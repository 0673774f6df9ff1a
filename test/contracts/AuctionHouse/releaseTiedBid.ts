import { expect } from "chai";

import { viem } from "../../fixtures/auctionHouse.ts";
import { auctionMarket } from "../../fixtures/auctionSteps.ts";
import { DEPOSIT, usdc } from "../../fixtures/market.ts";

const { assertions } = viem;
const BID = usdc(120);
const FREED = { free: DEPOSIT, locked: 0n };

/** Three equal bids, all revealed: the first leads, the others are in the list. */
async function tie() {
  const m = await auctionMarket();
  const [first, second, third] = m.bidders;
  const sale = await m.auctionOff([
    [first, BID],
    [second, BID],
    [third, BID],
  ]);
  const release = (amount: bigint, index: bigint, round = 1) =>
    m.house.write.releaseTiedBid([sale.leadId, round, amount, index]);
  return { ...m, ...sale, first, second, third, release };
}

describe("AuctionHouse.releaseTiedBid", () => {
  describe("given an open tie", () => {
    it("reverts: the bid may still win", async () => {
      const { house, leadId, release } = await tie();
      await assertions.revertWithCustomErrorWithArgs(
        release(BID, 0n),
        house,
        "AuctionHouse_TiedBidNotReleasable",
        [leadId, 1, BID, 0n],
      );
    });
  });

  describe("given a tie in a reveal phase that goes on", () => {
    /** Two equal bids revealed, a higher one not yet. */
    async function openTie() {
      const m = await auctionMarket();
      const { leadId } = await m.list();
      const [first, second, third] = m.bidders;
      const sealed = [
        await m.commit(leadId, first, BID),
        await m.commit(leadId, second, BID),
        await m.commit(leadId, third, BID + 1n),
      ];
      await m.commit(leadId, m.bidders[3], BID);
      await m.toReveal(leadId);
      const reveal = async (index: number) => {
        const bid = sealed[index];
        if (bid) await m.house.write.revealBid([leadId, bid.opening]);
      };
      await reveal(0);
      await reveal(1);
      return { ...m, leadId, first, second, third, reveal };
    }

    describe("when no higher bid is revealed", () => {
      it("reverts", async () => {
        const { house, leadId } = await openTie();
        await assertions.revertWithCustomErrorWithArgs(
          house.write.releaseTiedBid([leadId, 1, BID, 0n]),
          house,
          "AuctionHouse_TiedBidNotReleasable",
          [leadId, 1, BID, 0n],
        );
      });
    });

    describe("when a higher bid was revealed", () => {
      it("should free the tied bid; the former leader is free already", async () => {
        const { house, vault, leadId, first, second, third, ...m } = await openTie();
        await m.reveal(2);
        expect(await m.balanceOf(first)).to.deep.equal(FREED);
        expect((await m.balanceOf(second)).locked).to.equal(BID);
        expect((await house.read.auctionOf([leadId])).tiedBids).to.equal(0);

        const releasing = house.write.releaseTiedBid([leadId, 1, BID, 0n]);
        await assertions.emitWithArgs(releasing, house, "TiedBidReleased", [
          leadId,
          1,
          second.address,
          BID,
        ]);
        expect(await m.balanceOf(second)).to.deep.equal(FREED);
        expect((await m.balanceOf(third)).locked).to.equal(BID + 1n);
      });
    });
  });

  describe("given a tie that was resolved", () => {
    for (const [winner, index] of [
      [0, 0n],
      [1, 1n],
      [2, 0n],
    ] as const) {
      it(`should free the beaten bids when bidder ${winner} has won`, async () => {
        const { house, leadId, bidders, ...m } = await tie();
        await m.drawWord(leadId, BigInt(winner));
        await house.write.resolveTie([leadId]);
        await m.release(BID, index);
        if (winner === 0) await m.release(BID, 1n);
        const balances = await Promise.all(bidders.slice(0, 3).map(m.balanceOf));
        expect(balances).to.deep.equal(
          balances.map((_, i) => (i === winner ? { free: DEPOSIT - BID, locked: BID } : FREED)),
        );
      });
    }

    describe("when the place was the winner's", () => {
      it("reverts: the winner's money stays locked", async () => {
        const { house, leadId, drawWord, release } = await tie();
        await drawWord(leadId, 1n);
        await house.write.resolveTie([leadId]);
        await assertions.revertWithCustomErrorWithArgs(
          release(BID, 0n),
          house,
          "AuctionHouse_TiedBidNotReleasable",
          [leadId, 1, BID, 0n],
        );
      });
    });

    for (const [what, amount, index, round] of [
      ["the bid was released before", BID, 0n, 1],
      ["the list is shorter", BID, 2n, 1],
      ["nobody tied at the amount", BID + 1n, 0n, 1],
      ["the round does not exist", BID, 0n, 2],
    ] as const) {
      describe(`when ${what}`, () => {
        it("reverts", async () => {
          const { house, leadId, drawWord, release } = await tie();
          await drawWord(leadId, 0n);
          await house.write.resolveTie([leadId]);
          await release(BID, 0n);
          await assertions.revertWithCustomErrorWithArgs(
            release(amount, index, round),
            house,
            "AuctionHouse_TiedBidNotReleasable",
            [leadId, round, amount, index],
          );
        });
      });
    }
  });

  describe("given that the lead is listed again", () => {
    it("should still free bids of the round before", async () => {
      const { house, seller, leadId, second, third, ...m } = await tie();
      await m.drawWord(leadId, 0n);
      await house.write.resolveTie([leadId]);
      await m.toRefund(leadId);
      await house.write.refund([leadId]);
      await m.listAgain(leadId);
      await m.release(BID, 0n);
      await m.release(BID, 1n);
      expect(await m.balanceOf(second)).to.deep.equal(FREED);
      expect(await m.balanceOf(third)).to.deep.equal(FREED);
      expect((await m.balanceOf(seller)).locked).to.equal(m.auction.deliveryBond);
    });
  });
});
