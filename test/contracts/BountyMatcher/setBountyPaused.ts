import { expect } from "chai";

import { by, pauseVault, viem } from "../../fixtures/auctionHouse.ts";
import { bountyMarket, Rule } from "../../fixtures/bounties.ts";

const { assertions } = viem;

describe("BountyMatcher.setBountyPaused", () => {
  it("should pause a bounty and let it go on, also while the vault is paused", async () => {
    const m = await bountyMarket();
    const [poster] = m.bidders;
    const { facts, profile } = await m.listWithFacts();
    const bountyId = await m.post(poster);
    await pauseVault(m);
    for (const [paused, rule] of [
      [true, Rule.Paused],
      [false, Rule.None],
    ] as const) {
      await assertions.emitWithArgs(
        m.matcher.write.setBountyPaused([bountyId, paused], by(poster)),
        m.matcher,
        "BountyPauseSet",
        [bountyId, paused],
      );
      expect((await m.bountyOf(bountyId)).paused).to.equal(paused);
      expect(await m.matcher.read.ruleAgainst([bountyId, profile, facts])).to.equal(rule);
    }
  });

  it("should leave its offer in a running round", async () => {
    const m = await bountyMarket();
    const { leadId, bountyId, poster } = await m.matched();
    await m.matcher.write.setBountyPaused([bountyId, true], by(poster));
    expect((await m.auctionOf(leadId)).leader).to.equal(poster.address);
  });

  it("reverts for anybody but the poster", async () => {
    const m = await bountyMarket();
    const [poster, other] = m.bidders;
    const bountyId = await m.post(poster);
    await assertions.revertWithCustomErrorWithArgs(
      m.matcher.write.setBountyPaused([bountyId, true], by(other)),
      m.matcher,
      "BountyMatcher_NotPoster",
      [bountyId, other.address, poster.address],
    );
  });

  it("reverts once it is over", async () => {
    const m = await bountyMarket();
    const [poster] = m.bidders;
    const bountyId = await m.post(poster);
    await m.matcher.write.withdrawBounty([bountyId], by(poster));
    await assertions.revertWithCustomErrorWithArgs(
      m.matcher.write.setBountyPaused([bountyId, true], by(poster)),
      m.matcher,
      "BountyMatcher_Closed",
      [bountyId],
    );
  });
});
