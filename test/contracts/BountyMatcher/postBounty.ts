import { expect } from "chai";
import { keccak256, stringToHex, zeroHash } from "viem";

import { by, drainVault, networkHelpers, pauseVault, viem } from "../../fixtures/auctionHouse.ts";
import {
  BUDGET,
  bountyMarket,
  PRICE,
  TIP,
  type BountyMarket,
  type BountyTerms,
} from "../../fixtures/bounties.ts";
import { DEPOSIT } from "../../fixtures/market.ts";
import { region, verticalId } from "../../fixtures/registry.ts";

const { assertions } = viem;
const MAX_ITEMS = 64;
const MAX_SEALED_LENGTH = 2_048;
const HASH = keccak256(stringToHex("criteria"));
/** A list of this many different regions. */
const regions = (count: number) =>
  Array.from({ length: count }, (_, i) => region(`US-${String(i).padStart(3, "0")}`));
const sources = (count: number) =>
  Array.from({ length: count }, (_, i) => stringToHex(`SOURCE ${i}`, { size: 32 }));

/** Posts these terms as the first bidder. */
async function post(m: BountyMarket, changes: Partial<BountyTerms> = {}, budget = BUDGET) {
  return m.matcher.write.postBounty([await m.termsOf(changes), budget], by(m.bidders[0]));
}

describe("BountyMatcher.postBounty", () => {
  it("should lock the budget, count the bounty and tell its terms", async () => {
    const m = await bountyMarket();
    const [poster] = m.bidders;
    const terms = await m.termsOf({
      regions: [region("US"), region("CA-ON")],
      sources: sources(2),
      sellers: [m.seller.address],
    });
    const hash = await m.matcher.write.postBounty([terms, BUDGET], by(poster));
    await assertions.emitWithArgs(hash, m.matcher, "BountyPosted", [
      1n,
      poster.address,
      terms.vertical,
      BUDGET,
      terms,
    ]);
    expect(await m.balanceOf(poster)).to.deep.equal({ free: DEPOSIT - BUDGET, locked: BUDGET });
    expect(await m.matcher.read.lastBountyId()).to.equal(1n);
    expect(await m.bountyOf(1n)).to.deep.equal({
      poster: poster.address,
      version: 1,
      price: PRICE,
      tip: Number(TIP),
      budget: BUDGET,
      expiresAt: terms.expiresAt,
      pricedAt: await networkHelpers.time.latest(),
      paused: false,
      privateCriteriaHash: zeroHash,
    });
  });

  it("should number bounties of all accounts from 1 without a gap", async () => {
    const m = await bountyMarket();
    expect(await m.matcher.read.lastBountyId()).to.equal(0n);
    const ids = [];
    for (const poster of m.bidders.slice(0, 3)) ids.push(await m.post(poster));
    expect(ids).to.deep.equal([1n, 2n, 3n]);
  });

  it("should take a root vertical, and the longest lists and private criteria", async () => {
    const m = await bountyMarket();
    await post(m, {
      vertical: verticalId("solar"),
      regions: regions(MAX_ITEMS),
      sources: sources(MAX_ITEMS),
      sellers: Array.from({ length: MAX_ITEMS }, () => m.seller.address),
      privateCriteriaHash: HASH,
      sealedCriteria: `0x${"5e".repeat(MAX_SEALED_LENGTH)}`,
    });
    expect((await m.bountyOf(1n)).privateCriteriaHash).to.equal(HASH);
  });

  it("should take a budget that does not suffice for a lead", async () => {
    const m = await bountyMarket();
    await post(m, {}, 1n);
    expect(await m.budgetOf(1n)).to.equal(1n);
  });

  describe("when the money is not there", () => {
    it("reverts for a budget of zero", async () => {
      const m = await bountyMarket();
      await assertions.revertWithCustomErrorWithArgs(
        post(m, {}, 0n),
        m.matcher,
        "BountyMatcher_ZeroAmount",
        [],
      );
    });

    it("reverts one unit above the free balance", async () => {
      const m = await bountyMarket();
      await assertions.revertWithCustomErrorWithArgs(
        post(m, {}, DEPOSIT + 1n),
        m.vault,
        "PersonalEscrowVault_InsufficientFree",
        [m.bidders[0].address, DEPOSIT, DEPOSIT + 1n],
      );
    });
  });

  describe("when the vault takes no new business", () => {
    it("reverts while it is paused", async () => {
      const m = await bountyMarket();
      await pauseVault(m);
      await assertions.revertWithCustomErrorWithArgs(
        post(m),
        m.vault,
        "PersonalEscrowVault_Paused",
        [],
      );
    });

    it("reverts while it is insolvent", async () => {
      const m = await bountyMarket();
      await drainVault(m);
      await assertions.revertWithCustomErrorWithArgs(
        post(m),
        m.vault,
        "PersonalEscrowVault_Insolvent",
        [await m.vault.read.liabilities()],
      );
    });
  });
});

/** Terms that are not possible, and what is said of them. */
const IMPOSSIBLE: Readonly<
  Record<string, readonly [Partial<BountyTerms>, error: string, args: readonly unknown[]]>
> = {
  "a price of zero": [{ price: 0n }, "ZeroPrice", []],
  "an end in the past": [{ expiresAt: 1_000 }, "ExpiryPassed", [1_000n]],
  "no hour of the week": [{ hourOfWeek: 0n }, "NoHours", []],
  "an unknown vertical": [
    { vertical: verticalId("flowers") },
    "UnknownVertical",
    [verticalId("flowers")],
  ],
  "a region that is none": [
    { regions: [region("US"), region("us-TX")] },
    "InvalidRegion",
    [region("us-TX")],
  ],
  "too many regions": [
    { regions: regions(MAX_ITEMS + 1) },
    "TooManyItems",
    [BigInt(MAX_ITEMS + 1), BigInt(MAX_ITEMS)],
  ],
  "too many sources": [
    { sources: sources(MAX_ITEMS + 1) },
    "TooManyItems",
    [BigInt(MAX_ITEMS + 1), BigInt(MAX_ITEMS)],
  ],
  "too many sellers": [
    { sellers: Array.from({ length: MAX_ITEMS + 1 }, () => `0x${"5e".repeat(20)}` as const) },
    "TooManyItems",
    [BigInt(MAX_ITEMS + 1), BigInt(MAX_ITEMS)],
  ],
  "a hash of private criteria without their text": [
    { privateCriteriaHash: HASH },
    "InvalidPrivateCriteria",
    [0n, BigInt(MAX_SEALED_LENGTH)],
  ],
  "a text of private criteria without its hash": [
    { sealedCriteria: "0x5e" },
    "InvalidPrivateCriteria",
    [1n, BigInt(MAX_SEALED_LENGTH)],
  ],
  "a text of private criteria that is too long": [
    { privateCriteriaHash: HASH, sealedCriteria: `0x${"5e".repeat(MAX_SEALED_LENGTH + 1)}` },
    "InvalidPrivateCriteria",
    [BigInt(MAX_SEALED_LENGTH + 1), BigInt(MAX_SEALED_LENGTH)],
  ],
};

describe("Terms of a bounty that are not possible", () => {
  for (const [what, [changes, error, args]] of Object.entries(IMPOSSIBLE)) {
    it(`cannot be posted nor changed to with ${what}`, async () => {
      const m = await bountyMarket();
      const name = `BountyMatcher_${error}`;
      const [poster] = m.bidders;
      await assertions.revertWithCustomErrorWithArgs(
        post(m, changes),
        m.matcher,
        name as never,
        args as never,
      );
      const bountyId = await m.post(poster);
      await assertions.revertWithCustomErrorWithArgs(
        m.matcher.write.changeBounty([bountyId, await m.termsOf(changes)], by(poster)),
        m.matcher,
        name as never,
        args as never,
      );
    });
  }

  it("end in the second in which they are sent", async () => {
    const m = await bountyMarket();
    const expiresAt = (await networkHelpers.time.latest()) + 60;
    await networkHelpers.time.setNextBlockTimestamp(expiresAt);
    await assertions.revertWithCustomErrorWithArgs(
      post(m, { expiresAt }),
      m.matcher,
      "BountyMatcher_ExpiryPassed",
      [BigInt(expiresAt)],
    );
    await networkHelpers.time.setNextBlockTimestamp(expiresAt + 1);
    await post(m, { expiresAt: expiresAt + 2 });
  });
});
