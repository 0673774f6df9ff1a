import { expect } from "chai";
import { zeroAddress, zeroHash } from "viem";

import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import { by, drainVault, networkHelpers, pauseVault, viem } from "../../fixtures/auctionHouse.ts";
import {
  BUDGET,
  bountyMarket,
  MatchEnd,
  NO_MATCH,
  PRICE,
  TIP,
  type BountyMarket,
} from "../../fixtures/bounties.ts";
import { RULES } from "../../fixtures/bountyRules.ts";
import { DEPOSIT, usdc } from "../../fixtures/market.ts";

const { assertions } = viem;
const { time } = networkHelpers;

/** A listed lead and a bounty of the first bidder that takes it. */
async function posted() {
  const m = await bountyMarket();
  const lead = await m.listWithFacts();
  const [poster, matcher] = m.bidders;
  const bountyId = await m.post(poster);
  return { ...m, ...lead, lead, poster, tipped: matcher, bountyId };
}

/** Matches the lead of a market with its bounty. */
const matchIn = (m: Awaited<ReturnType<typeof posted>>) => m.match(m.lead, m.bountyId, m.tipped);

describe("BountyMatcher.matchBounty", () => {
  describe("given a lead in its commit phase and a bounty that takes it", () => {
    it("should make the bounty's offer the leading bid", async () => {
      const m = await posted();
      const { commitEnd, revealEnd } = await m.auctionOf(m.leadId);
      const hash = await matchIn(m);
      await assertions.emitWithArgs(hash, m.house, "OfferPlaced", [
        m.leadId,
        1,
        m.poster.address,
        PRICE,
        commitEnd,
        revealEnd,
      ]);
      expect(await m.auctionOf(m.leadId)).to.include({
        ...{ phase: Phase.Commit, offered: true, leader: m.poster.address, leadingBid: PRICE },
        ...{ pendingCommitments: 0, price: 0n, commitEnd, revealEnd },
      });
    });

    it("should move price and tip from the budget to the match, and nobody's balance", async () => {
      const m = await posted();
      const changes = await m.changesOf([m.poster, m.tipped], async () => {
        await assertions.emitWithArgs(matchIn(m), m.matcher, "BountyMatched", [
          m.bountyId,
          m.leadId,
          1,
          m.poster.address,
          m.tipped.address,
          PRICE,
          Number(TIP),
          BUDGET - PRICE - TIP,
        ]);
      });
      expect(changes).to.deep.equal([
        { free: 0n, locked: 0n },
        { free: 0n, locked: 0n },
      ]);
      expect(await m.matchOf(m.leadId)).to.deep.equal({
        bountyId: m.bountyId,
        matchedAt: await time.latest(),
        price: PRICE,
        tip: Number(TIP),
      });
      expect(await m.budgetOf(m.bountyId)).to.equal(BUDGET - PRICE - TIP);
    });

    it("should spend a budget to its last unit, on many leads", async () => {
      const m = await posted();
      await m.matcher.write.withdrawBounty([m.bountyId], by(m.poster));
      const bountyId = await m.post(m.poster, {}, 2n * (PRICE + TIP));
      await m.match(m.lead, bountyId);
      await m.match(await m.listWithFacts(), bountyId);
      expect(await m.budgetOf(bountyId)).to.equal(0n);
      expect(await m.balanceOf(m.poster)).to.deep.equal({
        free: DEPOSIT - 2n * (PRICE + TIP),
        locked: 2n * (PRICE + TIP),
      });
    });

    it("should take an offer at the reserve, and none below", async () => {
      const m = await posted();
      const { reserve } = await m.auctionOf(m.leadId);
      const low = await m.post(m.poster, { price: reserve - 1n });
      await assertions.revertWithCustomErrorWithArgs(
        m.match(m.lead, low),
        m.house,
        "AuctionHouse_OfferBelowReserve",
        [m.leadId, reserve - 1n, reserve],
      );
      await m.match(m.lead, await m.post(m.poster, { price: reserve }));
      expect((await m.auctionOf(m.leadId)).leadingBid).to.equal(reserve);
    });

    it("should still be made in the last second of the commit phase", async () => {
      const m = await posted();
      const { commitEnd } = await m.auctionOf(m.leadId);
      await time.setNextBlockTimestamp(commitEnd - 1);
      await assertions.emit(matchIn(m), m.matcher, "BountyMatched");
    });

    it("should be possible for a poster who matches its own bounty", async () => {
      const m = await posted();
      await m.match(m.lead, m.bountyId, m.poster);
      await m.toRevealEnd(m.leadId);
      await m.deliver(m.leadId, m.poster);
      // Its tip came back to it.
      const { free, locked } = await m.balanceOf(m.poster);
      expect(free + locked).to.equal(DEPOSIT - PRICE);
    });
  });

  describe("given an offer that leads", () => {
    /** The market with a match, and another bounty at this price. */
    async function matchedBeside(price: bigint) {
      const m = await bountyMarket();
      const first = await m.matched();
      const [, rival] = m.bidders;
      const bountyId = await m.post(rival, { price });
      return { ...m, first, rival, bountyId };
    }

    it("should replace it by a higher one, and give the money back at once", async () => {
      const m = await matchedBeside(PRICE + 1n);
      const { leadId } = m.first;
      const hash = await m.match(m.first, m.bountyId);
      await assertions.emitWithArgs(hash, m.matcher, "MatchEnded", [
        m.first.bountyId,
        leadId,
        1,
        m.first.poster.address,
        zeroAddress,
        MatchEnd.Beaten,
        PRICE,
        Number(TIP),
        false,
        BUDGET,
      ]);
      expect(await m.auctionOf(leadId)).to.include({
        ...{ leader: m.rival.address, leadingBid: PRICE + 1n, offered: true },
      });
      expect((await m.matchOf(leadId)).bountyId).to.equal(m.bountyId);
      expect(await m.budgetOf(m.first.bountyId)).to.equal(BUDGET);
      expect(await m.balanceOf(m.first.poster)).to.deep.equal({
        free: DEPOSIT - BUDGET,
        locked: BUDGET,
      });
    });

    it("reverts at the same price: the older one stays", async () => {
      const m = await matchedBeside(PRICE);
      await assertions.revertWithCustomErrorWithArgs(
        m.match(m.first, m.bountyId),
        m.house,
        "AuctionHouse_OfferNotHigher",
        [m.first.leadId, PRICE, PRICE],
      );
      expect(await m.budgetOf(m.bountyId)).to.equal(BUDGET);
    });

    it("reverts for a higher bounty of the same poster: it does not bid against itself", async () => {
      const m = await matchedBeside(PRICE);
      const { leadId, poster } = m.first;
      await assertions.revertWithCustomErrorWithArgs(
        m.match(m.first, await m.post(poster, { price: PRICE + 1n })),
        m.house,
        "AuctionHouse_BidStands",
        [leadId, poster.address],
      );
    });

    it("should let a beaten poster come back with a better one", async () => {
      const m = await matchedBeside(PRICE + 1n);
      await m.match(m.first, m.bountyId);
      await m.match(m.first, await m.post(m.first.poster, { price: PRICE + 2n }));
      expect(await m.auctionOf(m.first.leadId)).to.include({
        ...{ leader: m.first.poster.address, leadingBid: PRICE + 2n },
      });
    });
  });

  describe("given a sealed bid of the poster", () => {
    it("reverts: an account has one bid in a round; once it is withdrawn, the offer is taken", async () => {
      const m = await posted();
      await m.commit(m.leadId, m.poster, usdc(200));
      await assertions.revertWithCustomErrorWithArgs(
        matchIn(m),
        m.house,
        "AuctionHouse_BidStands",
        [m.leadId, m.poster.address],
      );
      await m.house.write.withdrawBid([m.leadId], by(m.poster));
      await assertions.emit(matchIn(m), m.matcher, "BountyMatched");
    });
  });

  describe("given a rule against it", () => {
    for (const [what, { rule, arrange }] of Object.entries(RULES)) {
      it(`reverts for ${what}`, async () => {
        const m = await bountyMarket();
        const lead = await m.listWithFacts();
        const bountyId = await arrange(m, lead);
        await assertions.revertWithCustomErrorWithArgs(
          m.match(lead, bountyId),
          m.matcher,
          "BountyMatcher_NoMatch",
          [bountyId, lead.leadId, rule],
        );
      });
    }
  });

  describe("given other facts than the attested ones", () => {
    const expectWrongFacts = (m: BountyMarket, attempt: Promise<unknown>, leadId: bigint) =>
      assertions.revertWithCustomErrorWithArgs(attempt, m.matcher, "BountyMatcher_WrongFacts", [
        leadId,
      ]);

    it("reverts for each of them", async () => {
      const m = await posted();
      const { facts, leadId } = m;
      for (const changes of [
        { source: zeroHash },
        { consentTime: facts.consentTime + 1 },
        { dedupTags: [facts.dedupTags[1], facts.dedupTags[0]] as const },
        { dedupTags: [zeroHash, zeroHash] as const },
      ]) {
        const lead = { leadId, facts: { ...facts, ...changes } };
        await expectWrongFacts(m, m.match(lead, m.bountyId), leadId);
      }
    });

    it("reverts for those of another lead", async () => {
      const m = await posted();
      const { facts } = await m.listWithFacts();
      await expectWrongFacts(m, m.match({ leadId: m.leadId, facts }, m.bountyId), m.leadId);
    });

    it("reverts for a lead that there is not", async () => {
      const m = await posted();
      await expectWrongFacts(m, m.match({ leadId: 99n, facts: m.facts }, m.bountyId), 99n);
    });
  });

  describe("when the round takes no bids", () => {
    it("reverts from the end of the commit phase on", async () => {
      const m = await posted();
      const { commitEnd } = await m.auctionOf(m.leadId);
      await time.setNextBlockTimestamp(commitEnd);
      await assertions.revertWithCustomErrorWithArgs(
        matchIn(m),
        m.house,
        "AuctionHouse_WrongPhase",
        [m.leadId, Phase.Unsold],
      );
      expect(await m.matchOf(m.leadId)).to.deep.equal(NO_MATCH);
    });
  });

  describe("when the poster may not receive the lead", () => {
    it("reverts without a delivery key", async () => {
      const m = await posted();
      const account = m.deployer.account;
      await m.usdc.write.mint([account.address, BUDGET]);
      await m.usdc.write.approve([m.vault.address, BUDGET]);
      await m.vault.write.deposit([BUDGET]);
      await m.matcher.write.postBounty([await m.termsOf(), BUDGET]);
      await assertions.revertWithCustomErrorWithArgs(
        m.match(m.lead, m.bountyId + 1n),
        m.vault,
        "PersonalEscrowVault_NoDeliveryKey",
        [account.address],
      );
    });
  });

  describe("when the vault takes no new business", () => {
    it("reverts while it is paused", async () => {
      const m = await posted();
      await pauseVault(m);
      await assertions.revertWithCustomErrorWithArgs(
        matchIn(m),
        m.vault,
        "PersonalEscrowVault_Paused",
        [],
      );
    });

    it("reverts while it is insolvent", async () => {
      const m = await posted();
      await drainVault(m);
      await assertions.revertWithCustomErrorWithArgs(
        matchIn(m),
        m.vault,
        "PersonalEscrowVault_Insolvent",
        [await m.vault.read.liabilities()],
      );
    });
  });
});
