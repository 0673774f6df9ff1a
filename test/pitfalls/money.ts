import { expect } from "chai";

import { by, drainVault, pauseVault, viem } from "../fixtures/auctionHouse.ts";
import { auctionMarket } from "../fixtures/auctionSteps.ts";
import { DEPOSIT, usdc } from "../fixtures/market.ts";

const { assertions } = viem;

describe("Pitfalls of money", () => {
  it("one missing unit, or a pause, bars the deposit that a reveal needs: an account with money locked always tops up", async () => {
    const m = await auctionMarket();
    const { house, vault, usdc: token } = m;
    const [bidder] = m.bidders;
    const { leadId } = await m.list();
    const { opening } = await m.commit(leadId, bidder, usdc(200));
    const { free } = await m.balanceOf(bidder);
    await vault.write.withdraw([bidder.address, free], by(bidder));
    await drainVault(m);
    await pauseVault(m);
    await m.toReveal(leadId);
    await assertions.revertWithCustomError(
      house.write.revealBid([leadId, opening]),
      house,
      "AuctionHouse_UnfundedBid",
    );
    await token.write.approve([vault.address, usdc(200)], by(bidder));
    await vault.write.deposit([usdc(200)], by(bidder));
    await house.write.revealBid([leadId, opening]);
    expect((await house.read.auctionOf([leadId])).leader).to.equal(bidder.address);
  });

  it("an insolvency that nobody can show afterwards: the vault keeps when the last one was", async () => {
    const m = await auctionMarket();
    const { vault, usdc: token, publicClient } = m;
    const timeOf = async (hash: `0x${string}`) => {
      const { blockNumber } = await publicClient.getTransactionReceipt({ hash });
      return Number((await publicClient.getBlock({ blockNumber })).timestamp);
    };
    await drainVault(m);
    const [from, lasting] = await vault.read.insolvency();
    expect([from > 0, lasting]).to.deep.equal([true, 0]);
    await token.write.mint([vault.address, 1n]);
    const until = await timeOf(await vault.write.proveReserves());
    expect(await vault.read.insolvency()).to.deep.equal([from, until]);
  });

  it("a withdrawal to the vault itself, whose money would be nobody's", async () => {
    const m = await auctionMarket();
    const [account] = m.bidders;
    await assertions.revertWithCustomErrorWithArgs(
      m.vault.write.withdraw([m.vault.address, DEPOSIT], by(account)),
      m.vault,
      "PersonalEscrowVault_SelfWithdrawal",
      [],
    );
    expect((await m.balanceOf(account)).free).to.equal(DEPOSIT);
  });
});
