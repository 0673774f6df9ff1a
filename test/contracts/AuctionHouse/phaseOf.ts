import { expect } from "chai";

import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import {
  beforeListing,
  by,
  DELIVERY_WINDOW,
  inCommitPhase,
  networkHelpers,
  type HouseMarket,
} from "../../fixtures/auctionHouse.ts";
import { DELIVERY_GRACE } from "../../fixtures/auctionSteps.ts";
import { usdc } from "../../fixtures/market.ts";

const { time } = networkHelpers;
const TIE_BREAK_TIMEOUT = 24 * 3_600;
const VOID_DELAY = 7 * 86_400;

const phaseOf = ({ house, leadId }: HouseMarket) => house.read.phaseOf([leadId]);
const auctionOf = ({ house, leadId }: HouseMarket) => house.read.auctionOf([leadId]);

/** Expects one phase in the second before `at` and another from then on. */
async function expectChange(m: HouseMarket, at: number, before: number, after: number) {
  await time.increaseTo(at - 1);
  expect(await phaseOf(m)).to.equal(before);
  await time.increaseTo(at);
  expect(await phaseOf(m)).to.equal(after);
}

/** An auction with bids of these amounts opened in its reveal phase, and a first one that was not. */
async function withSilentBidder(...amounts: readonly bigint[]) {
  const m = await inCommitPhase();
  const [silent, ...others] = m.bidders;
  await m.commit(m.leadId, silent, usdc(500));
  const openings = [];
  for (const [index, amount] of amounts.entries()) {
    const bidder = others[index];
    if (bidder !== undefined) openings.push((await m.commit(m.leadId, bidder, amount)).opening);
  }
  await m.toReveal(m.leadId);
  for (const opening of openings) await m.house.write.revealBid([m.leadId, opening]);
  return m;
}

/** An auction that ends in a tie at once. */
async function tied() {
  const m = await inCommitPhase();
  const [first, second] = m.bidders;
  await m.runBids(m.leadId, [
    [first, usdc(120)],
    [second, usdc(120)],
  ]);
  return m;
}

describe("AuctionHouse.phaseOf", () => {
  describe("given a lead without an auction", () => {
    it("should be None", async () => {
      expect(await phaseOf(await beforeListing())).to.equal(Phase.None);
    });

    it("should be None for a lead that does not exist", async () => {
      const m = await beforeListing();
      expect(await m.house.read.phaseOf([99n])).to.equal(Phase.None);
    });
  });

  describe("given an auction without commitments", () => {
    it("should turn from Commit to Unsold at commitEnd: there is nothing to reveal", async () => {
      const m = await inCommitPhase();
      const { commitEnd } = await auctionOf(m);
      await expectChange(m, commitEnd, Phase.Commit, Phase.Unsold);
    });

    it("should be Unsold once it is cancelled", async () => {
      const m = await inCommitPhase();
      await m.house.write.cancelAuction([m.leadId], by(m.seller));
      expect(await phaseOf(m)).to.equal(Phase.Unsold);
    });
  });

  describe("given a commitment that nobody opens", () => {
    it("should turn from Commit to Reveal at commitEnd and to Unsold at revealEnd", async () => {
      const m = await inCommitPhase();
      await m.commit(m.leadId, m.bidders[0], usdc(120));
      const { commitEnd, revealEnd } = await auctionOf(m);
      await expectChange(m, commitEnd, Phase.Commit, Phase.Reveal);
      await expectChange(m, revealEnd, Phase.Reveal, Phase.Unsold);
    });

    it("should stay Unsold once it is closed", async () => {
      const m = await inCommitPhase();
      await m.toReveal(m.leadId);
      await m.house.write.closeUnsold([m.leadId]);
      expect(await phaseOf(m)).to.equal(Phase.Unsold);
    });
  });

  describe("given one opened bid at least the reserve and one unopened", () => {
    it("should turn from Reveal to Delivery at revealEnd and to Undelivered ten minutes after deliveryEnd", async () => {
      const m = await withSilentBidder(usdc(120));
      const { revealEnd } = await auctionOf(m);
      await expectChange(m, revealEnd, Phase.Reveal, Phase.Delivery);
      const end = revealEnd + DELIVERY_WINDOW + DELIVERY_GRACE;
      await expectChange(m, end, Phase.Delivery, Phase.Undelivered);
    });
  });

  describe("given all bids opened", () => {
    it("should be in Delivery at once", async () => {
      const m = await inCommitPhase();
      await m.runBids(m.leadId, [[m.bidders[0], usdc(120)]]);
      expect(await phaseOf(m)).to.equal(Phase.Delivery);
      expect((await auctionOf(m)).revealEnd).to.equal(await time.latest());
    });

    it("should be Unsold at once when none reaches the reserve", async () => {
      const m = await inCommitPhase();
      await m.runBids(m.leadId, [[m.bidders[0], usdc(100) - 1n]]);
      expect(await phaseOf(m)).to.equal(Phase.Unsold);
    });

    it("should be Sold once delivered", async () => {
      const m = await inCommitPhase();
      const [buyer] = m.bidders;
      await m.runBids(m.leadId, [[buyer, usdc(120)]]);
      await m.house.write.deliver([...(await m.deliveryTo(m.leadId, buyer))]);
      expect(await phaseOf(m)).to.equal(Phase.Sold);
      await time.increase(2 * DELIVERY_WINDOW);
      expect(await phaseOf(m)).to.equal(Phase.Sold);
    });

    it("should stay Undelivered once refunded", async () => {
      const m = await inCommitPhase();
      await m.runBids(m.leadId, [[m.bidders[0], usdc(120)]]);
      await time.increase(DELIVERY_WINDOW + DELIVERY_GRACE);
      await m.house.write.refund([m.leadId]);
      expect(await phaseOf(m)).to.equal(Phase.Undelivered);
    });
  });

  describe("given equal top bids", () => {
    it("should turn from Reveal to TieBreak at revealEnd while a bid is unopened", async () => {
      const m = await withSilentBidder(usdc(120), usdc(120));
      await expectChange(m, (await auctionOf(m)).revealEnd, Phase.Reveal, Phase.TieBreak);
    });

    it("should be in TieBreak for as long as nothing resolves it", async () => {
      const m = await tied();
      expect(await phaseOf(m)).to.equal(Phase.TieBreak);
      await time.increase(2 * VOID_DELAY);
      expect(await phaseOf(m)).to.equal(Phase.TieBreak);
    });

    it("should be in Delivery, for the whole window, once the time-out resolved it", async () => {
      const m = await tied();
      await time.increase(TIE_BREAK_TIMEOUT);
      await m.house.write.resolveTie([m.leadId]);
      const end = (await time.latest()) + DELIVERY_WINDOW + DELIVERY_GRACE;
      await expectChange(m, end, Phase.Delivery, Phase.Undelivered);
    });

    it("should be Voided once it is voided", async () => {
      const m = await tied();
      await time.increase(VOID_DELAY);
      await m.house.write.voidAuction([m.leadId]);
      expect(await phaseOf(m)).to.equal(Phase.Voided);
    });
  });

  describe("given equal bids below the top", () => {
    it("should not need a tie-break", async () => {
      const m = await inCommitPhase();
      const [first, second, third] = m.bidders;
      await m.runBids(m.leadId, [
        [first, usdc(120)],
        [second, usdc(120)],
        [third, usdc(121)],
      ]);
      expect(await phaseOf(m)).to.equal(Phase.Delivery);
    });
  });
});
