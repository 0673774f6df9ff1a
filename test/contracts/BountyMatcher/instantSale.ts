import { expect } from "chai";
import { zeroAddress } from "viem";

import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import { DELIVERY_WINDOW, networkHelpers, viem } from "../../fixtures/auctionHouse.ts";
import {
  BUDGET,
  bountyMarket,
  INSTANT_SALE_WINDOW,
  MatchEnd,
  PRICE,
  TIP,
} from "../../fixtures/bounties.ts";
import { DEPOSIT, usdc } from "../../fixtures/market.ts";

const { assertions } = viem;
const { time } = networkHelpers;

/** A lead for instant sale and bounties of the first two bidders, the second better by a unit. */
async function forSale() {
  const m = await bountyMarket();
  const lead = await m.listForInstantSale();
  const [poster, better, bidder] = m.bidders;
  const bountyId = await m.post(poster);
  const betterId = await m.post(better, { price: PRICE + 1n });
  return { ...m, ...lead, lead, poster, better, bidder, bountyId, betterId };
}

/** The same, with the first bounty matched. */
async function matched() {
  const m = await forSale();
  await m.match(m.lead, m.bountyId);
  return { ...m, end: (await time.latest()) + INSTANT_SALE_WINDOW };
}

describe("Instant sale to a bounty", () => {
  describe("given a lead without bids", () => {
    it("should end commit and reveal phase four seconds after the first match", async () => {
      const m = await forSale();
      const now = (await time.latest()) + 10;
      await time.setNextBlockTimestamp(now);
      const end = now + INSTANT_SALE_WINDOW;
      await assertions.emitWithArgs(m.match(m.lead, m.bountyId), m.house, "OfferPlaced", [
        m.leadId,
        1,
        m.poster.address,
        PRICE,
        end,
        end,
      ]);
      expect(await m.auctionOf(m.leadId)).to.include({
        ...{ phase: Phase.Commit, instantSale: true, commitEnd: end, revealEnd: end },
      });
      await time.increaseTo(end);
      expect(await m.auctionOf(m.leadId)).to.include({
        ...{ phase: Phase.Delivery, leader: m.poster.address, price: PRICE },
        ...{ fixedAt: end, deliveryEnd: end + DELIVERY_WINDOW },
      });
    });

    it("should be delivered as soon as it is over", async () => {
      const m = await matched();
      await time.increaseTo(m.end - 1);
      await time.setNextBlockTimestamp(m.end);
      await assertions.emit(m.deliver(m.leadId, m.poster), m.house, "AuctionSettled");
      expect(await m.ownerOf(m.leadId)).to.equal(m.poster.address);
    });

    it("should not be delivered before", async () => {
      const m = await matched();
      const delivery = await m.deliveryTo(m.leadId, m.poster);
      await time.setNextBlockTimestamp(m.end - 1);
      await assertions.revertWithCustomErrorWithArgs(
        m.house.write.deliver([...delivery]),
        m.house,
        "AuctionHouse_WrongPhase",
        [m.leadId, Phase.Commit],
      );
    });

    it("should not last longer than the commit phase that was left", async () => {
      const m = await forSale();
      const { commitEnd } = await m.auctionOf(m.leadId);
      await time.setNextBlockTimestamp(commitEnd - 1);
      await m.match(m.lead, m.bountyId);
      expect(await m.auctionOf(m.leadId)).to.include({ commitEnd, revealEnd: commitEnd });
    });
  });

  describe("given an offer in these four seconds", () => {
    it("should be replaced by a better one, and leave the end where it is", async () => {
      const m = await matched();
      await time.setNextBlockTimestamp(m.end - 1);
      const hash = await m.match(m.lead, m.betterId);
      await assertions.emitWithArgs(hash, m.matcher, "MatchEnded", [
        m.bountyId,
        m.leadId,
        1,
        m.poster.address,
        zeroAddress,
        MatchEnd.Beaten,
        PRICE,
        Number(TIP),
        false,
        BUDGET,
      ]);
      expect(await m.auctionOf(m.leadId)).to.include({
        ...{ leader: m.better.address, leadingBid: PRICE + 1n },
        ...{ commitEnd: m.end, revealEnd: m.end },
      });
    });

    it("reverts for a better one from the end on", async () => {
      const m = await matched();
      await time.setNextBlockTimestamp(m.end);
      await assertions.revertWithCustomErrorWithArgs(
        m.match(m.lead, m.betterId),
        m.house,
        "AuctionHouse_WrongPhase",
        [m.leadId, Phase.Delivery],
      );
    });

    it("reverts for a sealed bid", async () => {
      const m = await matched();
      const { commitment } = await m.seal(m.leadId, m.bidder, usdc(500));
      await assertions.revertWithCustomErrorWithArgs(
        m.place(m.leadId, m.bidder, commitment),
        m.house,
        "AuctionHouse_InstantSale",
        [m.leadId],
      );
    });
  });

  describe("given a sealed bid", () => {
    it("should be an auction as ever: the offer loses to a higher bid", async () => {
      const m = await forSale();
      const { commitEnd, revealEnd } = await m.auctionOf(m.leadId);
      const { opening } = await m.commit(m.leadId, m.bidder, PRICE + 1n);
      await m.match(m.lead, m.bountyId);
      expect(await m.auctionOf(m.leadId)).to.include({ commitEnd, revealEnd, offered: true });
      // Further sealed bids are taken, too.
      await m.commit(m.leadId, m.better, usdc(90));
      await m.toReveal(m.leadId);
      await m.house.write.revealBid([m.leadId, opening]);
      expect(await m.auctionOf(m.leadId)).to.include({
        ...{ leader: m.bidder.address, leadingBid: PRICE + 1n, offered: false },
      });
      expect(await m.balanceOf(m.poster)).to.deep.equal({ free: DEPOSIT - BUDGET, locked: BUDGET });
    });

    it("should be an instant sale once the bid is withdrawn", async () => {
      const m = await forSale();
      await m.commit(m.leadId, m.bidder, PRICE);
      await m.house.write.withdrawBid([m.leadId], { account: m.bidder.wallet.account });
      await m.match(m.lead, m.bountyId);
      const end = (await time.latest()) + INSTANT_SALE_WINDOW;
      expect((await m.auctionOf(m.leadId)).commitEnd).to.equal(end);
    });
  });

  describe("given a lead whose seller wants none", () => {
    it("should leave both phases as they were", async () => {
      const m = await bountyMarket();
      const { leadId, facts } = await m.listWithFacts();
      const { commitEnd, revealEnd } = await m.auctionOf(leadId);
      await m.match({ leadId, facts }, await m.post(m.bidders[0]));
      expect(await m.auctionOf(leadId)).to.include({ commitEnd, revealEnd, instantSale: false });
    });
  });

  describe("given a seller that does not deliver", () => {
    it("should refund the poster, and the lead is sold by auction or at once again", async () => {
      const m = await matched();
      await time.increaseTo(m.end);
      await m.toRefund(m.leadId);
      await m.house.write.refund([m.leadId]);
      expect(await m.budgetOf(m.bountyId)).to.equal(BUDGET);
      await m.listAgain(m.leadId);
      const { commitEnd, revealEnd } = await m.auctionOf(m.leadId);
      expect(revealEnd).to.be.greaterThan(commitEnd);
    });
  });
});
