import { expect } from "chai";
import { encodeErrorResult } from "viem";

import { Phase } from "../../deploy/sdk/codes/enums.ts";
import { networkHelpers, TERMS, viem } from "../fixtures/auctionHouse.ts";
import { auctionMarket, DAY } from "../fixtures/auctionSteps.ts";
import { DEPOSIT, usdc } from "../fixtures/market.ts";

const { assertions } = viem;
const BID = usdc(120);

/** A market whose guardian can pause it. */
async function guarded() {
  const m = await auctionMarket();
  const pause = () => m.vault.write.pause({ account: m.guardian.account });
  const isPaused = (attempt: Promise<`0x${string}`>) =>
    assertions.revertWithCustomErrorWithArgs(attempt, m.vault, "PersonalEscrowVault_Paused", []);
  return { ...m, pause, isPaused };
}

describe("while the guardian has paused", () => {
  it("opens no auction, neither by its seller nor with the minting", async () => {
    const { house, seller, isPaused, ...m } = await guarded();
    const { leadId } = await m.listLead({}, { autoList: false });
    const disclosure = await m.disclose(await m.makeLead());
    await m.pause();
    await isPaused(
      house.write.createAuction([leadId, TERMS], {
        account: seller.wallet.account,
      }),
    );
    const { attested, rejected } = await m.report([await m.attest(disclosure)]);
    expect(attested).to.deep.equal([]);
    expect(rejected[0]?.reason).to.equal(
      encodeErrorResult({ abi: m.vault.abi, errorName: "PersonalEscrowVault_Paused" }),
    );
    expect(await house.read.phaseOf([leadId + 1n])).to.equal(Phase.None);
    expect((await m.balanceOf(seller)).locked).to.equal(0n);
  });

  it("takes no first commitment, but gives back those it has", async () => {
    const { house, bidders, isPaused, ...m } = await guarded();
    const { leadId } = await m.list();
    await m.commit(leadId, bidders[0], BID);
    await m.pause();
    await isPaused(m.commit(leadId, bidders[1], BID).then(({ hash }) => hash));
    await house.write.withdrawBid([leadId], { account: bidders[0].wallet.account });
    await house.write.cancelAuction([leadId], { account: m.seller.wallet.account });
    expect(await m.balanceOf(bidders[0])).to.deep.equal({ free: DEPOSIT, locked: 0n });
    expect(await m.balanceOf(m.seller)).to.deep.equal({ free: DEPOSIT, locked: 0n });
  });

  it("takes no deposit but pays out", async () => {
    const { vault, usdc: token, bidders, pause, isPaused } = await guarded();
    const { address, wallet } = bidders[0];
    const from = { account: wallet.account };
    await pause();
    await vault.write.withdraw([address, DEPOSIT], from);
    await token.write.approve([vault.address, DEPOSIT], from);
    await isPaused(vault.write.deposit([DEPOSIT], from));
    await isPaused(vault.write.depositFor([bidders[1].address, DEPOSIT], from));
    expect(await token.read.balanceOf([address])).to.equal(DEPOSIT);
  });

  for (const payer of ["the bidder", "somebody else"] as const) {
    it(`never causes a forfeiture: ${payer} can still cover a bid (invariant 7)`, async () => {
      const { house, vault, usdc: token, bidders, pause, ...m } = await guarded();
      const [poor, rich] = bidders;
      const { leadId } = await m.list();
      const { opening } = await m.commit(leadId, poor, BID);
      const { free, locked } = await m.balanceOf(poor);
      await vault.write.withdraw([poor.address, free], { account: poor.wallet.account });
      await pause();
      await m.toReveal(leadId);
      await assertions.revertWithCustomErrorWithArgs(
        house.write.revealBid([leadId, opening]),
        house,
        "AuctionHouse_UnfundedBid",
        [leadId, poor.address, BID, locked],
      );
      const source = payer === "the bidder" ? poor : rich;
      const from = { account: source.wallet.account };
      await token.write.mint([source.address, BID - locked]);
      await token.write.approve([vault.address, BID - locked], from);
      await vault.write.depositFor([poor.address, BID - locked], from);
      await house.write.revealBid([leadId, opening]);
      await house.write.deliver([...(await m.deliveryTo(leadId, poor))]);
      expect(await m.ownerOf(leadId)).to.equal(poor.address);
      expect(await m.balanceOf(poor)).to.deep.equal({ free: 0n, locked: 0n });
    });
  }

  it("reveals in batches, breaks ties, delivers and forfeits as ever", async () => {
    const { house, bidders, ...m } = await guarded();
    const [first, second, silent] = bidders;
    const { leadId } = await m.list();
    const sealed = [await m.commit(leadId, first, BID), await m.commit(leadId, second, BID)];
    await m.commit(leadId, silent, BID);
    await m.pause();
    await m.toReveal(leadId);
    await house.write.revealBids([leadId, sealed.map(({ opening }) => opening)]);
    await m.toRevealEnd(leadId);
    await m.drawWord(leadId, 1n);
    await house.write.resolveTie([leadId]);
    await house.write.deliver([...(await m.deliveryTo(leadId, second))]);
    await m.toForfeits(leadId);
    await house.write.forfeitBond([leadId, 1, silent.address]);
    expect(await house.read.phaseOf([leadId])).to.equal(Phase.Sold);
    expect((await m.vaultTotals(m.everybody)).locked).to.equal(0n);
  });

  it("refunds, closes and voids as ever", async () => {
    const { house, bidders, ...m } = await guarded();
    const [first, second, third] = bidders;
    const leads = [await m.list(), await m.list(), await m.list()].map(({ leadId }) => leadId);
    const [undelivered = 0n, unsold = 0n, tied = 0n] = leads;
    const sealed = [
      { leadId: undelivered, bid: await m.commit(undelivered, third, BID) },
      { leadId: tied, bid: await m.commit(tied, first, BID) },
      { leadId: tied, bid: await m.commit(tied, second, BID) },
    ];
    await m.pause();
    await m.toReveal(tied);
    for (const { leadId, bid } of sealed) await house.write.revealBid([leadId, bid.opening]);
    await networkHelpers.time.increase(7 * DAY);
    await house.write.refund([undelivered]);
    await house.write.closeUnsold([unsold]);
    await house.write.voidAuction([tied]);
    await house.write.releaseTiedBid([tied, 1, BID, 0n]);
    const phases = await Promise.all(leads.map((leadId) => house.read.phaseOf([leadId])));
    expect(phases).to.deep.equal([Phase.Undelivered, Phase.Unsold, Phase.Voided]);
    expect((await m.vaultTotals(m.everybody)).locked).to.equal(0n);
  });
});
