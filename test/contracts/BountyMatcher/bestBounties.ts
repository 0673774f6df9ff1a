import { expect } from "chai";

import { by, viem } from "../../fixtures/auctionHouse.ts";
import { bountyMarket, PRICE } from "../../fixtures/bounties.ts";
import { usdc } from "../../fixtures/market.ts";

const { assertions } = viem;
const ALL = 1_000n;

/** A lead and bounties at these prices, all of which take it; ids count from 1. */
async function posted(...prices: bigint[]) {
  const m = await bountyMarket();
  const { profile, facts } = await m.listWithFacts();
  for (const [i, price] of prices.entries()) {
    await m.post(m.bidders[i % 6] ?? m.bidders[0], { price }, usdc(400));
  }
  /** The best of `count` bounties from `from` on. */
  const best = ({ minPrice = 0n, from = 1n, count = ALL, limit = 16n } = {}) =>
    m.matcher.read.bestBounties([profile, facts, minPrice, from, count, limit]);
  return { ...m, profile, facts, best };
}

describe("BountyMatcher.bestBounties", () => {
  it("should rank by price, then by age", async () => {
    const m = await posted(PRICE, PRICE + 2n, PRICE, PRICE + 1n);
    expect(await m.best()).to.deep.equal([2n, 4n, 1n, 3n]);
  });

  it("should return the best few of many", async () => {
    const m = await posted(...[5n, 1n, 7n, 3n, 9n, 2n, 8n].map((extra) => PRICE + extra));
    expect(await m.best({ limit: 3n })).to.deep.equal([5n, 7n, 3n]);
    expect(await m.best({ limit: 1n })).to.deep.equal([5n]);
    expect(await m.best({ limit: 0n })).to.deep.equal([]);
  });

  it("should look at a page of them only", async () => {
    const m = await posted(PRICE, PRICE + 2n, PRICE + 1n, PRICE + 3n);
    expect(await m.best({ from: 2n, count: 2n })).to.deep.equal([2n, 3n]);
    expect(await m.best({ from: 4n })).to.deep.equal([4n]);
    expect(await m.best({ from: 5n })).to.deep.equal([]);
    expect(await m.best({ count: 0n })).to.deep.equal([]);
    expect(await m.best({ from: 0n })).to.deep.equal([]);
    expect(await m.best({ from: 2n ** 256n - 1n })).to.deep.equal([]);
  });

  it("should leave out those below the price asked", async () => {
    const m = await posted(PRICE, PRICE - 1n, PRICE + 1n);
    expect(await m.best({ minPrice: PRICE })).to.deep.equal([3n, 1n]);
  });

  it("should leave out those that do not match, and those with private criteria", async () => {
    const m = await posted(PRICE, PRICE + 1n);
    const [first, second, third] = m.bidders;
    const sealedCriteria = "0x5e" as const;
    await m.post(third, { privateCriteriaHash: m.facts.dedupTags[0], sealedCriteria });
    await m.post(third, { minScore: 10_001 });
    await m.matcher.write.setBountyPaused([2n, true], by(second));
    expect(await m.best()).to.deep.equal([1n]);
    await m.matcher.write.withdrawBounty([1n], by(first));
    expect(await m.best()).to.deep.equal([]);
  });

  it("should find nothing where there is none", async () => {
    const m = await posted();
    expect(await m.best()).to.deep.equal([]);
  });

  it("should name what matchBestBounty takes", async () => {
    const m = await posted(PRICE, PRICE + 2n, PRICE + 1n);
    const { leadId, facts, profile } = await m.listWithFacts();
    const found = await m.matcher.read.bestBounties([profile, facts, PRICE, 1n, ALL, 16n]);
    await m.matcher.write.matchBestBounty([leadId, found, facts]);
    expect((await m.matchOf(leadId)).bountyId).to.equal(2n);
  });

  it("reverts for a limit above 16", async () => {
    const m = await posted();
    await assertions.revertWithCustomErrorWithArgs(
      m.best({ limit: 17n }),
      m.matcher,
      "BountyMatcher_TooManyItems",
      [17n, 16n],
    );
  });
});

describe("BountyMatcher's other views", () => {
  it("should be zeros for what there is not", async () => {
    const m = await posted();
    const nothing = await m.bountyOf(1n);
    expect(Object.values(nothing).every((value) => BigInt(value) === 0n)).to.equal(true);
    expect(Object.values(await m.matchOf(99n)).every((value) => BigInt(value) === 0n)).to.equal(
      true,
    );
    expect(await m.matcher.read.lastBountyId()).to.equal(0n);
  });
});
