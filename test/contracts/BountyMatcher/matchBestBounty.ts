import { expect } from "chai";

import { by, networkHelpers, viem } from "../../fixtures/auctionHouse.ts";
import { BUDGET, bountyMarket, PRICE, TIP, type BountyMarket } from "../../fixtures/bounties.ts";
import { usdc } from "../../fixtures/market.ts";

const { assertions } = viem;
const { time } = networkHelpers;
const MAX_CANDIDATES = 16;

/** A market with a listed lead, and how anyone matches it with the best of some bounties. */
async function listed() {
  const m = await bountyMarket();
  const lead = await m.listWithFacts();
  const caller = m.bidders[5];
  const matchBest = (bountyIds: readonly bigint[]) =>
    m.matcher.write.matchBestBounty([lead.leadId, bountyIds, lead.facts], by(caller));
  const expectBest = async (bountyIds: readonly bigint[], best: bigint) => {
    await matchBest(bountyIds);
    expect((await m.matchOf(lead.leadId)).bountyId).to.equal(best);
  };
  return { ...m, ...lead, lead, caller, matchBest, expectBest };
}

/** Posts a bounty of each of the first bidders at one of these prices. */
async function postAt(m: BountyMarket, ...prices: bigint[]): Promise<bigint[]> {
  const ids = [];
  for (const [i, price] of prices.entries()) {
    ids.push(await m.post(m.bidders[i] ?? m.bidders[0], { price }));
  }
  return ids;
}

describe("BountyMatcher.matchBestBounty", () => {
  it("should match the highest price, whatever the order of the list", async () => {
    const m = await listed();
    const ids = await postAt(m, PRICE, PRICE + 2n, PRICE + 1n);
    const start = await networkHelpers.takeSnapshot();
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 0, 2],
    ]) {
      await m.expectBest(
        order.map((i) => ids[i] ?? 0n),
        2n,
      );
      await start.restore();
    }
  });

  it("should prefer at the same price the one that has offered it for longer, then the lower id", async () => {
    const m = await listed();
    const [first = 0n, second = 0n, third = 0n] = await postAt(m, PRICE, PRICE, PRICE);
    await m.expectBest([third, second, first], first);
    // The first changes its price and comes back: it has offered it for the shortest time.
    const other = await m.listWithFacts();
    const [poster] = m.bidders;
    await m.matcher.write.changeBounty([first, await m.termsOf({ price: PRICE + 1n })], by(poster));
    await m.matcher.write.changeBounty([first, await m.termsOf()], by(poster));
    await m.matcher.write.matchBestBounty([other.leadId, [first, third, second], other.facts]);
    expect((await m.matchOf(other.leadId)).bountyId).to.equal(second);
  });

  it("should prefer the lower id where both offered it in the same second", async () => {
    const m = await listed();
    const [first, second] = m.bidders;
    await networkHelpers.mine();
    await viem.getTestClient().then((client) => client.setAutomine(false));
    const terms = await m.termsOf();
    for (const poster of [first, second]) {
      await m.matcher.write.postBounty([terms, BUDGET], { ...by(poster), gas: 1_000_000n });
    }
    await viem.getTestClient().then((client) => client.setAutomine(true));
    await networkHelpers.mine();
    const [a, b] = [await m.bountyOf(1n), await m.bountyOf(2n)];
    expect(a.pricedAt).to.equal(b.pricedAt);
    await m.expectBest([2n, 1n], 1n);
  });

  it("should name whoever calls for the tip", async () => {
    const m = await listed();
    const [bountyId = 0n] = await postAt(m, PRICE);
    const hash = await m.matchBest([bountyId]);
    await assertions.emitWithArgs(hash, m.matcher, "BountyMatched", [
      bountyId,
      m.leadId,
      1,
      m.bidders[0].address,
      m.caller.address,
      PRICE,
      Number(TIP),
      BUDGET - PRICE - TIP,
    ]);
  });

  it("should pass over those that cannot be matched, and leave no trace of them", async () => {
    const m = await listed();
    const [paused, broke, committed, good] = m.bidders;
    const ids = [
      await m.post(paused, { price: PRICE * 4n }),
      await m.post(broke, { price: PRICE * 3n }, PRICE),
      await m.post(committed, { price: PRICE * 2n, newConsumersOnly: true }),
      await m.post(good),
      99n,
    ];
    await m.matcher.write.setBountyPaused([ids[0] ?? 0n, true], by(paused));
    await m.commit(m.leadId, committed, usdc(120));
    await m.expectBest(ids, ids[3] ?? 0n);
    const [, , third = 0n] = ids;
    expect(await m.budgetOf(third)).to.equal(BUDGET);
    // It was not remembered as a buyer either.
    const rule = await m.matcher.read.ruleAgainst([third, m.profile, m.facts]);
    expect(rule).to.equal(0);
  });

  it("should pass over those with private criteria: only the DON can say", async () => {
    const m = await listed();
    const [secret, open] = m.bidders;
    const criteria = { privateCriteriaHash: m.facts.dedupTags[0], sealedCriteria: "0x5e" } as const;
    const first = await m.post(secret, { price: PRICE * 2n, ...criteria });
    const second = await m.post(open);
    await m.expectBest([first, second], second);
  });

  it("should take the longest list, and the same bounty more than once", async () => {
    const m = await listed();
    const [bountyId = 0n] = await postAt(m, PRICE);
    await m.expectBest(
      Array.from({ length: MAX_CANDIDATES }, () => bountyId),
      bountyId,
    );
  });

  it("reverts for a longer one", async () => {
    const m = await listed();
    await assertions.revertWithCustomErrorWithArgs(
      m.matchBest(Array.from({ length: MAX_CANDIDATES + 1 }, () => 1n)),
      m.matcher,
      "BountyMatcher_TooManyItems",
      [BigInt(MAX_CANDIDATES + 1), BigInt(MAX_CANDIDATES)],
    );
  });

  for (const [what, ids] of [
    ["no bounty", []],
    ["one that there is not", [7n]],
  ] as const) {
    it(`reverts for ${what}`, async () => {
      const m = await listed();
      await assertions.revertWithCustomErrorWithArgs(
        m.matchBest(ids),
        m.matcher,
        "BountyMatcher_NoneMatches",
        [m.leadId],
      );
    });
  }

  it("reverts where the standing offer is as good as the best", async () => {
    const m = await listed();
    const ids = await postAt(m, PRICE, PRICE);
    await m.matchBest(ids);
    await assertions.revertWithCustomErrorWithArgs(
      m.matchBest(ids),
      m.matcher,
      "BountyMatcher_NoneMatches",
      [m.leadId],
    );
  });

  it("reverts for other facts than the attested ones", async () => {
    const m = await listed();
    const [bountyId = 0n] = await postAt(m, PRICE);
    const facts = { ...m.facts, consentTime: 0 };
    await assertions.revertWithCustomErrorWithArgs(
      m.matcher.write.matchBestBounty([m.leadId, [bountyId], facts]),
      m.matcher,
      "BountyMatcher_WrongFacts",
      [m.leadId],
    );
  });

  it("reverts after the commit phase", async () => {
    const m = await listed();
    const [bountyId = 0n] = await postAt(m, PRICE);
    const { commitEnd } = await m.auctionOf(m.leadId);
    await time.increaseTo(commitEnd);
    await assertions.revertWithCustomErrorWithArgs(
      m.matchBest([bountyId]),
      m.matcher,
      "BountyMatcher_NoneMatches",
      [m.leadId],
    );
  });
});

describe("BountyMatcher.tryMatch", () => {
  it("reverts for everybody but the matcher itself", async () => {
    const m = await listed();
    const [bountyId = 0n] = await postAt(m, PRICE);
    for (const { account } of [by(m.bidders[0]), await m.asVerifier(), await m.asHouse()]) {
      const address = typeof account === "string" ? account : account.address;
      await assertions.revertWithCustomErrorWithArgs(
        m.matcher.write.tryMatch([m.leadId, bountyId, m.facts, address], { account }),
        m.matcher,
        "BountyMatcher_UnauthorizedCaller",
        [address],
      );
    }
  });
});
