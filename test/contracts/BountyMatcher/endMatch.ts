import { expect } from "chai";
import { zeroAddress, type Address } from "viem";

import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import {
  by,
  networkHelpers,
  pauseVault,
  setAsConfigurator,
  viem,
} from "../../fixtures/auctionHouse.ts";
import { passUntil } from "../../fixtures/auctionSteps.ts";
import {
  BUDGET,
  bountyMarket,
  MatchEnd,
  NO_MATCH,
  PRICE,
  TIP,
  type BountyTerms,
} from "../../fixtures/bounties.ts";
import { DEPOSIT } from "../../fixtures/market.ts";

const { assertions } = viem;
const { time } = networkHelpers;
const BACK = PRICE + TIP;

/** A market with a match, and what is said when it ends. */
async function matched(changes: Partial<BountyTerms> = {}) {
  const m = await bountyMarket();
  const match = await m.matched(changes);
  const [, bidder] = m.bidders;
  /** The match ends so; `matcher` receives the tip. */
  const expectEnded = async (
    hash: Promise<`0x${string}`>,
    end: number,
    {
      freed = false,
      budget = BUDGET,
      matcher = zeroAddress,
    }: { freed?: boolean; budget?: bigint; matcher?: Address } = {},
  ) => {
    await assertions.emitWithArgs(hash, m.matcher, "MatchEnded", [
      match.bountyId,
      match.leadId,
      1,
      match.poster.address,
      matcher,
      end,
      PRICE,
      Number(TIP),
      freed,
      budget,
    ]);
    expect(await m.matchOf(match.leadId)).to.deep.equal(NO_MATCH);
    expect(await m.budgetOf(match.bountyId)).to.equal(budget);
  };
  const expectBalance = async (free: bigint, locked: bigint) => {
    expect(await m.balanceOf(match.poster)).to.deep.equal({ free, locked });
  };
  return { ...m, ...match, bidder, expectEnded, expectBalance };
}

/** Commits a bid beside the offer and moves to the reveal phase. */
async function beside(m: Awaited<ReturnType<typeof matched>>, amount: bigint) {
  const { opening } = await m.commit(m.leadId, m.bidder, amount);
  await m.toReveal(m.leadId);
  return () => m.house.write.revealBid([m.leadId, opening]);
}

describe("BountyMatcher.endMatch", () => {
  describe("when the lead is delivered", () => {
    it("should pay the price to the seller and the tip to whoever made the match", async () => {
      const m = await matched();
      await m.toRevealEnd(m.leadId);
      const fee = (PRICE * 500n) / 10_000n;
      const changes = await m.changesOf([m.poster, m.seller, m.treasury, m.anyone], () =>
        m.expectEnded(m.deliver(m.leadId, m.poster), MatchEnd.Sold, {
          matcher: m.anyone.address,
          budget: BUDGET - BACK,
        }),
      );
      const { deliveryBond } = await m.auctionOf(m.leadId);
      expect(changes).to.deep.equal([
        { free: 0n, locked: -BACK },
        { free: PRICE - fee + deliveryBond, locked: -deliveryBond },
        { free: fee, locked: 0n },
        { free: TIP, locked: 0n },
      ]);
      expect(await m.ownerOf(m.leadId)).to.equal(m.poster.address);
    });

    it("should pay no tip where none was set", async () => {
      const m = await bountyMarket();
      const { leadId, poster } = await m.matched({ tip: 0 });
      await m.toRevealEnd(leadId);
      const changes = await m.changesOf([poster, m.anyone], () => m.deliver(leadId, poster));
      expect(changes).to.deep.equal([
        { free: 0n, locked: -PRICE },
        { free: 0n, locked: 0n },
      ]);
    });

    it("should pay it also after the bounty was withdrawn: its offer stands", async () => {
      const m = await matched();
      await m.matcher.write.withdrawBounty([m.bountyId], by(m.poster));
      await m.toRevealEnd(m.leadId);
      await m.expectEnded(m.deliver(m.leadId, m.poster), MatchEnd.Sold, {
        matcher: m.anyone.address,
        budget: 0n,
      });
      await m.expectBalance(DEPOSIT - BACK, 0n);
    });
  });

  describe("when a sealed bid beats the offer", () => {
    for (const [what, amount] of [
      ["is higher", PRICE + 1n],
      ["ties with it: offers lose ties", PRICE],
    ] as const) {
      it(`should give price and tip back to the budget, where the bid ${what}`, async () => {
        const m = await matched();
        const reveal = await beside(m, amount);
        await m.expectEnded(reveal(), MatchEnd.Beaten);
        await m.expectBalance(DEPOSIT - BUDGET, BUDGET);
        expect(await m.auctionOf(m.leadId)).to.include({
          ...{ leader: m.bidder.address, leadingBid: amount, offered: false, tiedBids: 0 },
        });
      });
    }

    it("should leave a lower one outbid", async () => {
      const m = await matched();
      const reveal = await beside(m, PRICE - 1n);
      await reveal();
      expect(await m.auctionOf(m.leadId)).to.include({
        ...{ leader: m.poster.address, leadingBid: PRICE, offered: true, phase: Phase.Delivery },
      });
      expect(await m.balanceOf(m.bidder)).to.deep.equal({ free: DEPOSIT, locked: 0n });
    });

    it("should free price and tip where the bounty is withdrawn", async () => {
      const m = await matched();
      const reveal = await beside(m, PRICE + 1n);
      await m.matcher.write.withdrawBounty([m.bountyId], by(m.poster));
      await m.expectEnded(reveal(), MatchEnd.Beaten, { freed: true, budget: 0n });
      await m.expectBalance(DEPOSIT, 0n);
    });

    it("should free price and tip where the bounty has expired, and leave its budget to be closed", async () => {
      const expiresAt = (await bountyMarket().then(() => time.latest())) + 1_000;
      const m = await matched({ expiresAt });
      const reveal = await beside(m, PRICE + 1n);
      await m.expectEnded(reveal(), MatchEnd.Beaten, { freed: true, budget: BUDGET - BACK });
      await m.expectBalance(DEPOSIT - BUDGET + BACK, BUDGET - BACK);
      await m.matcher.write.closeExpiredBounty([m.bountyId]);
      await m.expectBalance(DEPOSIT, 0n);
    });
  });

  describe("when the round ends without a sale", () => {
    it("should give price and tip back after a refund, and the seller's bond besides", async () => {
      const m = await matched();
      await m.toReveal(m.leadId);
      await m.toRefund(m.leadId);
      const { deliveryBond } = await m.auctionOf(m.leadId);
      await m.expectEnded(m.house.write.refund([m.leadId]), MatchEnd.Ended);
      await m.expectBalance(DEPOSIT - BUDGET + deliveryBond / 2n, BUDGET);
    });

    it("should free price and tip after a refund where the bounty is withdrawn", async () => {
      const m = await matched();
      await m.matcher.write.withdrawBounty([m.bountyId], by(m.poster));
      await m.toReveal(m.leadId);
      await m.toRefund(m.leadId);
      const { deliveryBond } = await m.auctionOf(m.leadId);
      await m.expectEnded(m.house.write.refund([m.leadId]), MatchEnd.Ended, {
        freed: true,
        budget: 0n,
      });
      await m.expectBalance(DEPOSIT + deliveryBond / 2n, 0n);
    });

    it("should give them back when the lead is erased in the commit phase, for the seller's bond", async () => {
      const m = await matched();
      const { deliveryBond } = await m.auctionOf(m.leadId);
      const changes = await m.changesOf([m.seller, m.treasury], () =>
        m.expectEnded(m.nft.write.erase([m.leadId], by(m.seller)), MatchEnd.Ended),
      );
      expect(changes).to.deep.equal([
        { free: 0n, locked: -deliveryBond },
        { free: deliveryBond, locked: 0n },
      ]);
      expect(await m.auctionOf(m.leadId)).to.include({ leader: zeroAddress, leadingBid: 0n });
    });

    it("should give them back when the lead is erased after the poster has won it", async () => {
      const m = await matched();
      await m.toRevealEnd(m.leadId);
      const { deliveryBond } = await m.auctionOf(m.leadId);
      await m.expectEnded(m.nft.write.erase([m.leadId], by(m.seller)), MatchEnd.Ended);
      await m.expectBalance(DEPOSIT - BUDGET + deliveryBond / 2n, BUDGET);
    });

    it("should give them back when the seller cancels in a pause", async () => {
      const m = await matched();
      await pauseVault(m);
      const cancel = m.house.write.cancelAuction([m.leadId], by(m.seller));
      await m.expectEnded(cancel, MatchEnd.Ended);
      await m.expectBalance(DEPOSIT - BUDGET, BUDGET);
      expect(await m.auctionOf(m.leadId)).to.include({
        ...{ phase: Phase.Unsold, closed: true, leader: zeroAddress, offered: false },
      });
    });

    it("should give them back when an outage at the end of the commit phase voids the round", async () => {
      const m = await matched();
      await m.commit(m.leadId, m.bidder, PRICE - 1n);
      const { commitEnd, revealEnd } = await m.auctionOf(m.leadId);
      await m.sequencerWentDown(commitEnd - 60);
      await m.sequencerCameUp(commitEnd + 60);
      await passUntil(revealEnd - 60);
      await m.expectEnded(m.house.write.reportOutage([m.leadId, 1]), MatchEnd.Ended);
      await m.expectBalance(DEPOSIT - BUDGET, BUDGET);
    });

    it("should leave the next round of the lead to any bounty", async () => {
      const m = await matched();
      await pauseVault(m);
      await m.house.write.cancelAuction([m.leadId], by(m.seller));
      await setAsConfigurator(m, m.vault, "unpause");
      await m.listAgain(m.leadId);
      await m.match(m, m.bountyId);
      expect(await m.auctionOf(m.leadId)).to.include({ round: 2, leader: m.poster.address });
    });
  });

  it("reverts for everybody but the auction house", async () => {
    const m = await matched();
    for (const { account } of [await m.asVerifier(), { account: m.anyone.address }]) {
      await assertions.revertWithCustomErrorWithArgs(
        m.matcher.write.endMatch([m.leadId, 1, MatchEnd.Ended], { account }),
        m.matcher,
        "BountyMatcher_UnauthorizedCaller",
        [account],
      );
    }
  });
});
