import { expect } from "chai";
import { zeroAddress } from "viem";

import { by, networkHelpers, pauseVault, viem } from "../../fixtures/auctionHouse.ts";
import { BUDGET, bountyMarket, PRICE, Rule, TIP } from "../../fixtures/bounties.ts";
import { region } from "../../fixtures/registry.ts";

const { assertions } = viem;
const { time } = networkHelpers;

describe("BountyMatcher.changeBounty", () => {
  it("should replace the terms under the next version, and leave budget and pause", async () => {
    const m = await bountyMarket();
    const [poster] = m.bidders;
    const bountyId = await m.post(poster);
    await m.matcher.write.setBountyPaused([bountyId, true], by(poster));
    const terms = await m.termsOf({ price: PRICE + 1n, tip: 0, regions: [region("DE")] });
    await assertions.emitWithArgs(
      m.matcher.write.changeBounty([bountyId, terms], by(poster)),
      m.matcher,
      "BountyChanged",
      [bountyId, 2, terms.vertical, terms],
    );
    expect(await m.bountyOf(bountyId)).to.include({
      ...{ version: 2, price: PRICE + 1n, tip: 0, budget: BUDGET, paused: true },
    });
  });

  it("should forget the items of the former lists", async () => {
    const m = await bountyMarket();
    const [poster] = m.bidders;
    const { facts, profile } = await m.listWithFacts();
    const bountyId = await m.post(poster, {
      regions: [region("US-TX")],
      sellers: [m.seller.address],
    });
    const rule = () => m.matcher.read.ruleAgainst([bountyId, profile, facts]);
    const change = async (...[changes]: Parameters<typeof m.termsOf>) =>
      m.matcher.write.changeBounty([bountyId, await m.termsOf(changes)], by(poster));
    expect(await rule()).to.equal(Rule.None);
    await change({ regions: [region("US-CA")] });
    expect(await rule()).to.equal(Rule.Region);
    await change({ sellers: [poster.address] });
    expect(await rule()).to.equal(Rule.Seller);
    await change({});
    expect(await rule()).to.equal(Rule.None);
  });

  it("should start the time of its price anew only where the price changes", async () => {
    const m = await bountyMarket();
    const [poster] = m.bidders;
    const bountyId = await m.post(poster);
    const { pricedAt } = await m.bountyOf(bountyId);
    await time.increase(100);
    const same = await m.termsOf({ regions: [region("US")] });
    await m.matcher.write.changeBounty([bountyId, same], by(poster));
    expect((await m.bountyOf(bountyId)).pricedAt).to.equal(pricedAt);
    await m.matcher.write.changeBounty([bountyId, { ...same, price: PRICE - 1n }], by(poster));
    expect((await m.bountyOf(bountyId)).pricedAt).to.equal(await time.latest());
  });

  it("should leave a match that was made before at its price", async () => {
    const m = await bountyMarket();
    const { leadId, bountyId, poster } = await m.matched();
    const before = await m.matchOf(leadId);
    const terms = await m.termsOf({ price: PRICE * 2n, tip: 0 });
    await m.matcher.write.changeBounty([bountyId, terms], by(poster));
    expect(await m.matchOf(leadId)).to.deep.equal(before);
    expect(await m.budgetOf(bountyId)).to.equal(BUDGET - PRICE - TIP);
    expect((await m.auctionOf(leadId)).leadingBid).to.equal(PRICE);
  });

  it("should revive a bounty that has expired and that nobody has closed", async () => {
    const m = await bountyMarket();
    const [poster] = m.bidders;
    const { facts, profile } = await m.listWithFacts();
    const expiresAt = (await time.latest()) + 60;
    const bountyId = await m.post(poster, { expiresAt });
    await time.increaseTo(expiresAt);
    await m.matcher.write.changeBounty([bountyId, await m.termsOf()], by(poster));
    expect(await m.matcher.read.ruleAgainst([bountyId, profile, facts])).to.equal(Rule.None);
  });

  it("should not stop while the vault is paused: it locks nothing", async () => {
    const m = await bountyMarket();
    const [poster] = m.bidders;
    const bountyId = await m.post(poster);
    await pauseVault(m);
    await assertions.emit(
      m.matcher.write.changeBounty([bountyId, await m.termsOf()], by(poster)),
      m.matcher,
      "BountyChanged",
    );
  });

  it("reverts for anybody but the poster", async () => {
    const m = await bountyMarket();
    const [poster, other] = m.bidders;
    const bountyId = await m.post(poster);
    await assertions.revertWithCustomErrorWithArgs(
      m.matcher.write.changeBounty([bountyId, await m.termsOf()], by(other)),
      m.matcher,
      "BountyMatcher_NotPoster",
      [bountyId, other.address, poster.address],
    );
  });

  it("reverts for a bounty that there is not", async () => {
    const m = await bountyMarket();
    const [poster] = m.bidders;
    await assertions.revertWithCustomErrorWithArgs(
      m.matcher.write.changeBounty([1n, await m.termsOf()], by(poster)),
      m.matcher,
      "BountyMatcher_NotPoster",
      [1n, poster.address, zeroAddress],
    );
  });

  it("reverts once it is withdrawn", async () => {
    const m = await bountyMarket();
    const [poster] = m.bidders;
    const bountyId = await m.post(poster);
    await m.matcher.write.withdrawBounty([bountyId], by(poster));
    await assertions.revertWithCustomErrorWithArgs(
      m.matcher.write.changeBounty([bountyId, await m.termsOf()], by(poster)),
      m.matcher,
      "BountyMatcher_Closed",
      [bountyId],
    );
  });
});
