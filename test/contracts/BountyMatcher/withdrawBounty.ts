import { expect } from "chai";

import { by, drainVault, pauseVault, viem } from "../../fixtures/auctionHouse.ts";
import { BUDGET, bountyMarket, PRICE, Rule, TIP } from "../../fixtures/bounties.ts";
import { DEPOSIT } from "../../fixtures/market.ts";

const { assertions } = viem;

describe("BountyMatcher.withdrawBounty", () => {
  it("should free the whole budget and end the bounty for good", async () => {
    const m = await bountyMarket();
    const [poster] = m.bidders;
    const { facts, profile } = await m.listWithFacts();
    const bountyId = await m.post(poster);
    await assertions.emitWithArgs(
      m.matcher.write.withdrawBounty([bountyId], by(poster)),
      m.matcher,
      "BountyClosed",
      [bountyId, poster.address, BUDGET, false],
    );
    expect(await m.balanceOf(poster)).to.deep.equal({ free: DEPOSIT, locked: 0n });
    expect(await m.bountyOf(bountyId)).to.include({ expiresAt: 0, budget: 0n });
    expect(await m.matcher.read.ruleAgainst([bountyId, profile, facts])).to.equal(Rule.Closed);
  });

  it("should leave an offer that leads, and free what is left beside it", async () => {
    const m = await bountyMarket();
    const { leadId, bountyId, poster } = await m.matched();
    await assertions.emitWithArgs(
      m.matcher.write.withdrawBounty([bountyId], by(poster)),
      m.matcher,
      "BountyClosed",
      [bountyId, poster.address, BUDGET - PRICE - TIP, false],
    );
    expect((await m.auctionOf(leadId)).leader).to.equal(poster.address);
    expect((await m.balanceOf(poster)).locked).to.equal(PRICE + TIP);
  });

  it("should never be stopped by a pause or an insolvent vault", async () => {
    const m = await bountyMarket();
    const [poster] = m.bidders;
    const bountyId = await m.post(poster);
    await drainVault(m);
    await pauseVault(m);
    await assertions.emit(
      m.matcher.write.withdrawBounty([bountyId], by(poster)),
      m.matcher,
      "BountyClosed",
    );
  });

  it("reverts for anybody but the poster", async () => {
    const m = await bountyMarket();
    const [poster, other] = m.bidders;
    const bountyId = await m.post(poster);
    await assertions.revertWithCustomErrorWithArgs(
      m.matcher.write.withdrawBounty([bountyId], by(other)),
      m.matcher,
      "BountyMatcher_NotPoster",
      [bountyId, other.address, poster.address],
    );
  });

  it("reverts the second time", async () => {
    const m = await bountyMarket();
    const [poster] = m.bidders;
    const bountyId = await m.post(poster);
    await m.matcher.write.withdrawBounty([bountyId], by(poster));
    await assertions.revertWithCustomErrorWithArgs(
      m.matcher.write.withdrawBounty([bountyId], by(poster)),
      m.matcher,
      "BountyMatcher_Closed",
      [bountyId],
    );
  });
});
