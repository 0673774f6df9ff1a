import { expect } from "chai";

import { drainVault, networkHelpers, pauseVault, viem } from "../../fixtures/auctionHouse.ts";
import { BUDGET, bountyMarket } from "../../fixtures/bounties.ts";
import { DEPOSIT } from "../../fixtures/market.ts";

const { assertions } = viem;
const { time } = networkHelpers;

/** A bounty that ends in a minute. */
async function posted() {
  const m = await bountyMarket();
  const [poster] = m.bidders;
  const expiresAt = (await time.latest()) + 60;
  const bountyId = await m.post(poster, { expiresAt });
  const close = () => m.matcher.write.closeExpiredBounty([bountyId]);
  return { ...m, poster, expiresAt, bountyId, close };
}

describe("BountyMatcher.closeExpiredBounty", () => {
  it("should free the budget, for anyone, whatever the vault says to new business", async () => {
    const m = await posted();
    await drainVault(m);
    await pauseVault(m);
    await time.setNextBlockTimestamp(m.expiresAt);
    await assertions.emitWithArgs(m.close(), m.matcher, "BountyClosed", [
      m.bountyId,
      m.poster.address,
      BUDGET,
      true,
    ]);
    expect(await m.balanceOf(m.poster)).to.deep.equal({ free: DEPOSIT, locked: 0n });
  });

  it("reverts in the last second before", async () => {
    const m = await posted();
    await time.setNextBlockTimestamp(m.expiresAt - 1);
    await assertions.revertWithCustomErrorWithArgs(
      m.close(),
      m.matcher,
      "BountyMatcher_NotExpired",
      [m.bountyId, BigInt(m.expiresAt)],
    );
  });

  it("reverts the second time, and for a bounty that there is not", async () => {
    const m = await posted();
    await time.increaseTo(m.expiresAt);
    await m.close();
    for (const bountyId of [m.bountyId, m.bountyId + 1n]) {
      await assertions.revertWithCustomErrorWithArgs(
        m.matcher.write.closeExpiredBounty([bountyId]),
        m.matcher,
        "BountyMatcher_Closed",
        [bountyId],
      );
    }
  });
});
