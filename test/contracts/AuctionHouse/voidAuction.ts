import { expect } from "chai";

import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import { networkHelpers, viem } from "../../fixtures/auctionHouse.ts";
import { auctionMarket, DAY } from "../../fixtures/auctionSteps.ts";
import { DEPOSIT, usdc } from "../../fixtures/market.ts";

const { assertions } = viem;
const BID = usdc(120);
const FREED = { free: DEPOSIT, locked: 0n };

/** A tie of two beside a bid that was never opened; the reveal phase is over. */
async function hangingTie() {
  const m = await auctionMarket();
  const { leadId } = await m.list();
  const [first, second, silent] = m.bidders;
  const sealed = [await m.commit(leadId, first, BID), await m.commit(leadId, second, BID)];
  await m.commit(leadId, silent, usdc(130));
  await m.toReveal(leadId);
  for (const { opening } of sealed) await m.house.write.revealBid([leadId, opening]);
  await m.toRevealEnd(leadId);
  const auction = await m.house.read.auctionOf([leadId]);
  return { ...m, leadId, auction, first, second, silent, availableAt: auction.revealEnd + 7 * DAY };
}

describe("AuctionHouse.voidAuction", () => {
  describe("given a tie that nobody resolved", () => {
    describe("when 7 days have passed since the end of the reveal phase", () => {
      it("should free the leader and the seller", async () => {
        const { house, leadId, auction, seller, first, ...m } = await hangingTie();
        await networkHelpers.time.setNextBlockTimestamp(m.availableAt);
        const voiding = house.write.voidAuction([leadId]);
        await assertions.emitWithArgs(voiding, house, "AuctionVoided", [
          leadId,
          1,
          first.address,
          seller.address,
          BID,
          auction.deliveryBond,
        ]);
        expect(await m.ownerOf(leadId)).to.equal(seller.address);
        expect(await m.balanceOf(seller)).to.deep.equal(FREED);
        expect(await m.balanceOf(first)).to.deep.equal(FREED);
        const { phase, closed, price, fixedAt } = await house.read.auctionOf([leadId]);
        expect({ phase, closed, price, fixedAt }).to.deep.equal({
          phase: Phase.Voided,
          closed: true,
          price: 0n,
          fixedAt: 0,
        });
      });

      it("should make all other money releasable, unopened bonds whole", async () => {
        const { house, leadId, auction, first, second, silent, ...m } = await hangingTie();
        await networkHelpers.time.increaseTo(m.availableAt);
        await house.write.voidAuction([leadId]);
        await assertions.emitWithArgs(
          house.write.releaseTiedBid([leadId, 1, BID, 0n]),
          house,
          "TiedBidReleased",
          [leadId, 1, second.address, BID],
        );
        await assertions.emitWithArgs(
          house.write.forfeitBond([leadId, 1, silent.address]),
          house,
          "BondReturned",
          [leadId, 1, silent.address, auction.bidBond],
        );
        const balances = await Promise.all([first, second, silent, m.anyone].map(m.balanceOf));
        expect(balances).to.deep.equal([FREED, FREED, FREED, { free: 0n, locked: 0n }]);
      });

      it("should let the seller list the lead again", async () => {
        const { house, leadId, availableAt, listAgain } = await hangingTie();
        await networkHelpers.time.increaseTo(availableAt);
        await house.write.voidAuction([leadId]);
        await listAgain(leadId);
        const { phase, round } = await house.read.auctionOf([leadId]);
        expect([phase, round]).to.deep.equal([Phase.Commit, 2]);
      });
    });

    describe("when it is a second too early", () => {
      it("reverts", async () => {
        const { house, leadId, availableAt } = await hangingTie();
        await networkHelpers.time.setNextBlockTimestamp(availableAt - 1);
        await assertions.revertWithCustomErrorWithArgs(
          house.write.voidAuction([leadId]),
          house,
          "AuctionHouse_TooEarly",
          [leadId, BigInt(availableAt)],
        );
      });
    });

    describe("when it was voided before", () => {
      it("reverts", async () => {
        const { house, leadId, availableAt } = await hangingTie();
        await networkHelpers.time.increaseTo(availableAt);
        await house.write.voidAuction([leadId]);
        await assertions.revertWithCustomErrorWithArgs(
          house.write.voidAuction([leadId]),
          house,
          "AuctionHouse_WrongPhase",
          [leadId, Phase.Voided],
        );
      });
    });
  });

  describe("given a tie that was resolved", () => {
    it("reverts", async () => {
      const { house, leadId, availableAt } = await hangingTie();
      await networkHelpers.time.setNextBlockTimestamp(availableAt - 1);
      await house.write.resolveTie([leadId]);
      await networkHelpers.time.setNextBlockTimestamp(availableAt);
      await assertions.revertWithCustomErrorWithArgs(
        house.write.voidAuction([leadId]),
        house,
        "AuctionHouse_WrongPhase",
        [leadId, Phase.Delivery],
      );
    });
  });

  describe("given an auction that never tied", () => {
    it("reverts, however old it is", async () => {
      const m = await auctionMarket();
      const { leadId } = await m.auctionOff([[m.bidders[0], BID]]);
      await networkHelpers.time.increase(8 * DAY);
      await assertions.revertWithCustomErrorWithArgs(
        m.house.write.voidAuction([leadId]),
        m.house,
        "AuctionHouse_WrongPhase",
        [leadId, Phase.Undelivered],
      );
    });
  });
});
