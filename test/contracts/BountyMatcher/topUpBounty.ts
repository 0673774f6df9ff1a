import { expect } from "chai";

import { by, drainVault, networkHelpers, pauseVault, viem } from "../../fixtures/auctionHouse.ts";
import { BUDGET, bountyMarket } from "../../fixtures/bounties.ts";
import { DEPOSIT, usdc } from "../../fixtures/market.ts";

const { assertions } = viem;
const MORE = usdc(40);

/** A market with a bounty, and how its poster adds to its budget. */
async function posted() {
  const m = await bountyMarket();
  const [poster, other] = m.bidders;
  const bountyId = await m.post(poster);
  const topUp = (amount = MORE, as = poster) =>
    m.matcher.write.topUpBounty([bountyId, amount], by(as));
  return { ...m, poster, other, bountyId, topUp };
}

describe("BountyMatcher.topUpBounty", () => {
  it("should add to the budget and lock as much", async () => {
    const m = await posted();
    await assertions.emitWithArgs(m.topUp(), m.matcher, "BountyToppedUp", [
      m.bountyId,
      m.poster.address,
      MORE,
      BUDGET + MORE,
    ]);
    expect(await m.budgetOf(m.bountyId)).to.equal(BUDGET + MORE);
    expect(await m.balanceOf(m.poster)).to.deep.equal({
      free: DEPOSIT - BUDGET - MORE,
      locked: BUDGET + MORE,
    });
  });

  it("should take all of the free balance", async () => {
    const m = await posted();
    await m.topUp(DEPOSIT - BUDGET);
    expect(await m.balanceOf(m.poster)).to.deep.equal({ free: 0n, locked: DEPOSIT });
  });

  it("should add to one that has expired and that nobody has closed", async () => {
    const m = await posted();
    await networkHelpers.time.increase(91 * 86_400);
    await m.topUp();
    await m.matcher.write.closeExpiredBounty([m.bountyId]);
    expect(await m.balanceOf(m.poster)).to.deep.equal({ free: DEPOSIT, locked: 0n });
  });

  it("reverts for an amount of zero", async () => {
    const m = await posted();
    await assertions.revertWithCustomErrorWithArgs(
      m.topUp(0n),
      m.matcher,
      "BountyMatcher_ZeroAmount",
      [],
    );
  });

  it("reverts one unit above the free balance", async () => {
    const m = await posted();
    const free = DEPOSIT - BUDGET;
    await assertions.revertWithCustomErrorWithArgs(
      m.topUp(free + 1n),
      m.vault,
      "PersonalEscrowVault_InsufficientFree",
      [m.poster.address, free, free + 1n],
    );
  });

  it("reverts for anybody but the poster", async () => {
    const m = await posted();
    await assertions.revertWithCustomErrorWithArgs(
      m.topUp(MORE, m.other),
      m.matcher,
      "BountyMatcher_NotPoster",
      [m.bountyId, m.other.address, m.poster.address],
    );
  });

  it("reverts once it is over", async () => {
    const m = await posted();
    await m.matcher.write.withdrawBounty([m.bountyId], by(m.poster));
    await assertions.revertWithCustomErrorWithArgs(m.topUp(), m.matcher, "BountyMatcher_Closed", [
      m.bountyId,
    ]);
  });

  it("reverts while the vault is paused", async () => {
    const m = await posted();
    await pauseVault(m);
    await assertions.revertWithCustomErrorWithArgs(
      m.topUp(),
      m.vault,
      "PersonalEscrowVault_Paused",
      [],
    );
  });

  it("reverts while the vault is insolvent", async () => {
    const m = await posted();
    await drainVault(m);
    await assertions.revertWithCustomErrorWithArgs(
      m.topUp(),
      m.vault,
      "PersonalEscrowVault_Insolvent",
      [await m.vault.read.liabilities()],
    );
  });
});
