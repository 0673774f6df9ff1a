import { expect } from "chai";
import { zeroAddress } from "viem";

import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import {
  beforeListing,
  BID_BOND,
  by,
  COMMIT_WINDOW,
  createAuction,
  DELIVERY_BOND,
  DELIVERY_WINDOW,
  inCommitPhase,
  networkHelpers,
  RESERVE,
  REVEAL_WINDOW,
  type HouseMarket,
} from "../../fixtures/auctionHouse.ts";
import { bountyMarket, PRICE } from "../../fixtures/bounties.ts";
import { usdc } from "../../fixtures/market.ts";

const { time } = networkHelpers;
const TIE_BREAK_TIMEOUT = 24 * 3_600;
const auctionOf = ({ house, leadId }: HouseMarket) => house.read.auctionOf([leadId]);

const NO_AUCTION = {
  phase: Phase.None,
  closed: false,
  round: 0,
  commitEnd: 0,
  revealEnd: 0,
  fixedAt: 0,
  deliveryEnd: 0,
  pendingCommitments: 0,
  tiedBids: 0,
  bondsReturned: false,
  offered: false,
  instantSale: false,
  bidBond: 0n,
  deliveryBond: 0n,
  reserve: 0n,
  feeBps: 0,
  convenienceFee: 0,
  leader: zeroAddress,
  leadingBid: 0n,
  price: 0n,
} as const;

describe("AuctionHouse.auctionOf", () => {
  describe("given a lead without an auction", () => {
    it("should be all zeros", async () => {
      expect(await auctionOf(await beforeListing())).to.deep.equal(NO_AUCTION);
    });
  });

  describe("given an auction in its commit phase", () => {
    it("should tell what is fixed for the round, and no price", async () => {
      const m = await inCommitPhase();
      const createdAt = await time.latest();
      expect(await auctionOf(m)).to.deep.equal({
        ...NO_AUCTION,
        phase: Phase.Commit,
        round: 1,
        commitEnd: createdAt + COMMIT_WINDOW,
        revealEnd: createdAt + COMMIT_WINDOW + REVEAL_WINDOW,
        bidBond: BID_BOND,
        deliveryBond: DELIVERY_BOND,
        reserve: RESERVE,
        feeBps: 500,
      });
    });

    it("should count commitments", async () => {
      const m = await inCommitPhase();
      const [first, second] = m.bidders;
      await m.commit(m.leadId, first, usdc(100));
      await m.commit(m.leadId, second, usdc(100));
      expect((await auctionOf(m)).pendingCommitments).to.equal(2);
    });
  });

  describe("given a bounty's offer that leads", () => {
    it("should tell it as the leading bid, and no price in the commit phase", async () => {
      const m = await bountyMarket();
      const { leadId, poster } = await m.matched();
      expect(await m.auctionOf(leadId)).to.include({
        ...{ phase: Phase.Commit, offered: true, instantSale: false },
        ...{ leader: poster.address, leadingBid: PRICE, price: 0n, pendingCommitments: 0 },
      });
    });

    it("should tell that its seller allows an instant sale, before and after one", async () => {
      const m = await bountyMarket();
      const { leadId } = await m.listForInstantSale();
      expect(await m.auctionOf(leadId)).to.include({ instantSale: true, offered: false });
      const sold = await m.matched({}, { instantSale: true });
      expect(await m.auctionOf(sold.leadId)).to.include({ instantSale: true, offered: true });
    });
  });

  describe("given an auction in its reveal phase", () => {
    it("should tell the leading bid, but no price while a commitment is unopened", async () => {
      const m = await inCommitPhase();
      const [first, second, silent] = m.bidders;
      const bids = [
        await m.commit(m.leadId, first, usdc(130)),
        await m.commit(m.leadId, second, usdc(130)),
      ];
      await m.commit(m.leadId, silent, usdc(100));
      await m.toReveal(m.leadId);
      for (const { opening } of bids) await m.house.write.revealBid([m.leadId, opening]);
      expect(await auctionOf(m)).to.include({
        ...{ phase: Phase.Reveal, pendingCommitments: 1, tiedBids: 1 },
        ...{ leader: first.address, leadingBid: usdc(130) },
        ...{ price: 0n, fixedAt: 0, deliveryEnd: 0 },
      });
    });
  });

  describe("given an auction with a winner", () => {
    it("should tell its bid as the price, and until when to deliver", async () => {
      const m = await inCommitPhase();
      const [loser, winner] = m.bidders;
      await m.runBids(m.leadId, [
        [loser, usdc(110)],
        [winner, usdc(140)],
      ]);
      const fixedAt = await time.latest();
      expect(await auctionOf(m)).to.include({
        ...{ phase: Phase.Delivery, closed: false, pendingCommitments: 0, tiedBids: 0 },
        ...{ revealEnd: fixedAt, fixedAt, deliveryEnd: fixedAt + DELIVERY_WINDOW },
        ...{ leader: winner.address, leadingBid: usdc(140), price: usdc(140) },
      });
    });
  });

  describe("given a tie", () => {
    it("should tell no price until it is resolved, and then count from the resolution", async () => {
      const m = await inCommitPhase();
      const [first, second] = m.bidders;
      await m.runBids(m.leadId, [
        [first, usdc(120)],
        [second, usdc(120)],
      ]);
      expect(await auctionOf(m)).to.include({
        ...{ phase: Phase.TieBreak, tiedBids: 1, price: 0n, fixedAt: 0, deliveryEnd: 0 },
      });
      await time.increase(TIE_BREAK_TIMEOUT);
      await m.house.write.resolveTie([m.leadId]);
      const fixedAt = await time.latest();
      expect(await auctionOf(m)).to.include({
        ...{ phase: Phase.Delivery, leader: first.address, price: usdc(120) },
        ...{ fixedAt, deliveryEnd: fixedAt + DELIVERY_WINDOW },
      });
    });
  });

  describe("given an auction that is over", () => {
    it("should be closed only when somebody has closed it", async () => {
      const m = await inCommitPhase();
      await m.toReveal(m.leadId);
      expect(await auctionOf(m)).to.include({ phase: Phase.Unsold, closed: false });
      await m.house.write.closeUnsold([m.leadId]);
      expect(await auctionOf(m)).to.include({ phase: Phase.Unsold, closed: true, price: 0n });
    });

    it("should keep the price of a sale", async () => {
      const m = await inCommitPhase();
      const [buyer] = m.bidders;
      await m.runBids(m.leadId, [[buyer, usdc(120)]]);
      await m.house.write.deliver([...(await m.deliveryTo(m.leadId, buyer))]);
      expect(await auctionOf(m)).to.include({
        ...{ phase: Phase.Sold, closed: true, leader: buyer.address, price: usdc(120) },
      });
    });

    it("should tell no price of one that was voided", async () => {
      const m = await inCommitPhase();
      const [first, second] = m.bidders;
      await m.runBids(m.leadId, [
        [first, usdc(120)],
        [second, usdc(120)],
      ]);
      await time.increase(7 * 86_400);
      await m.house.write.voidAuction([m.leadId]);
      expect(await auctionOf(m)).to.include({ phase: Phase.Voided, closed: true, price: 0n });
    });

    it("should be that of the latest round once the lead is listed again", async () => {
      const m = await inCommitPhase();
      await m.house.write.cancelAuction([m.leadId], by(m.seller));
      expect(await auctionOf(m)).to.include({ round: 1, closed: true });
      await createAuction(m, m.leadId);
      expect(await auctionOf(m)).to.include({ round: 2, closed: false, phase: Phase.Commit });
    });
  });
});
