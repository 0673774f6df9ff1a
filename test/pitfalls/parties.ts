import { expect } from "chai";

import { Phase } from "../../deploy/sdk/codes/enums.ts";
import { freshMarket, networkHelpers, viem } from "../fixtures/auctionHouse.ts";
import { DAY, DELIVERY_GRACE } from "../fixtures/auctionSteps.ts";
import { DEPOSIT, usdc } from "../fixtures/market.ts";

const { assertions } = viem;

/** A lead that the first bidder has won for 120 USDC, against the second. */
async function wonLead() {
  const m = await freshMarket();
  const { leadId } = await m.listLead();
  const [buyer, loser] = m.bidders;
  await m.runBids(leadId, [
    [loser, usdc(100)],
    [buyer, usdc(120)],
  ]);
  return { ...m, leadId, buyer, loser };
}

describe("Pitfalls of parties that stand in the way", () => {
  it("11 invalid curve point bricks or breaks delivery: it is refused at every door, and delivery goes on", async () => {
    const m = await wonLead();
    const [leadId, capsule, proof] = await m.deliveryTo(m.leadId, m.buyer);
    const { b } = proof.capsule;
    const bent = { ...proof, capsule: { ...proof.capsule, b: { ...b, y: b.y + 1n } } };
    await assertions.revertWithCustomErrorWithArgs(
      m.house.write.deliver([leadId, capsule, bent]),
      m.nft,
      "DeliveryProof_PointNotOnCurve",
      [4n],
    );

    const stranger = m.deployer.account;
    const signature = await m.deployer.signMessage({ message: "no key" });
    const offCurve = { x: 1n, y: 1n };
    await assertions.revertWithCustomError(
      m.vault.write.registerDeliveryKey([offCurve, signature], { account: stranger }),
      m.vault,
      "DeliveryKeys_InvalidPossessionProof",
    );

    const disclosure = await m.disclose(await m.makeLead());
    const { submission } = disclosure;
    const spoilt = { ...submission, capsule: { ...submission.capsule, a: offCurve } };
    const report = await m.attest(disclosure);
    const outcome = await m.report([{ ...report, submission: spoilt }]);
    expect(outcome.attested).to.deep.equal([]);

    await m.house.write.deliver([leadId, capsule, proof]);
    expect(await m.house.read.phaseOf([leadId])).to.equal(Phase.Sold);
  });

  it("15 blacklisted payee bricks settlement: USDC may refuse everybody, the sale goes through", async () => {
    const m = await wonLead();
    const { treasury } = m.accounts;
    for (const account of [m.seller.address, m.buyer.address, m.loser.address, treasury]) {
      await m.usdc.write.blacklist([account]);
    }
    await m.house.write.deliver([...(await m.deliveryTo(m.leadId, m.buyer))]);
    expect(await m.balanceOf(m.seller)).to.deep.equal({ free: DEPOSIT + usdc(114), locked: 0n });
    expect(await m.balanceOf(m.loser)).to.deep.equal({ free: DEPOSIT, locked: 0n });
  });

  it("16 seller cancels after close: neither with bids nor past the deadline", async () => {
    const m = await freshMarket();
    const { leadId } = await m.listLead();
    const { leadId: empty } = await m.listLead();
    const { account } = m.seller.wallet;
    await m.commit(leadId, m.bidders[0], usdc(100));
    const cancel = (id: bigint) => m.house.write.cancelAuction([id], { account });
    await assertions.revertWithCustomErrorWithArgs(
      cancel(leadId),
      m.house,
      "AuctionHouse_HasCommitments",
      [leadId, 1n],
    );
    await m.toReveal(leadId);
    await assertions.revertWithCustomErrorWithArgs(
      cancel(leadId),
      m.house,
      "AuctionHouse_WrongPhase",
      [leadId, Phase.Reveal],
    );
    await assertions.revertWithCustomErrorWithArgs(
      cancel(empty),
      m.house,
      "AuctionHouse_WrongPhase",
      [empty, Phase.Unsold],
    );
  });

  it("17 seller's claim blocks bidders: losers are free when they are beaten, the buyer when time is up", async () => {
    const m = await wonLead();
    const { account } = m.loser.wallet;
    await m.vault.write.withdraw([m.loser.address, DEPOSIT], { account });
    expect(await m.usdc.read.balanceOf([m.loser.address])).to.equal(DEPOSIT);
    await networkHelpers.time.increase(DAY + DELIVERY_GRACE);
    await m.house.write.refund([m.leadId]);
    expect((await m.balanceOf(m.buyer)).locked).to.equal(0n);
  });

  it("18 key holder withholds the key: the buyer gets its money back and half of the seller's bond", async () => {
    const m = await wonLead();
    const { deliveryBond, deliveryEnd } = await m.house.read.auctionOf([m.leadId]);
    await networkHelpers.time.increaseTo(deliveryEnd + DELIVERY_GRACE);
    await m.house.write.refund([m.leadId]);
    const [buyer, seller] = [await m.balanceOf(m.buyer), await m.balanceOf(m.seller)];
    expect(buyer).to.deep.equal({ free: DEPOSIT + deliveryBond / 2n, locked: 0n });
    expect(seller).to.deep.equal({ free: DEPOSIT - deliveryBond, locked: 0n });
    expect(await m.nft.read.ownerOf([m.leadId])).to.equal(m.seller.address);
  });

  it("24 public cancel with unchecked arguments: only the seller's own lead, and only one that exists", async () => {
    const m = await freshMarket();
    const { leadId } = await m.listLead();
    const [{ address, wallet }] = m.bidders;
    const { account } = wallet;
    await assertions.revertWithCustomErrorWithArgs(
      m.house.write.cancelAuction([leadId], { account }),
      m.house,
      "AuctionHouse_NotSeller",
      [leadId, address, m.seller.address],
    );
    await assertions.revertWithCustomErrorWithArgs(
      m.house.write.cancelAuction([leadId + 1n], { account }),
      m.house,
      "AuctionHouse_WrongPhase",
      [leadId + 1n, Phase.None],
    );
  });

  it("24 an outage that blocks refunds: while the vault is paused, every exit stays open", async () => {
    const m = await wonLead();
    const { leadId: open } = await m.listLead();
    const { opening } = await m.commit(open, m.loser, usdc(100));
    await m.vault.write.pause({ account: m.guardian.account });
    await m.toReveal(open);
    await m.house.write.revealBid([open, opening]);
    await m.house.write.deliver([...(await m.deliveryTo(open, m.loser))]);
    await networkHelpers.time.increase(DAY + DELIVERY_GRACE);
    await m.house.write.refund([m.leadId]);
    const { free } = await m.balanceOf(m.buyer);
    await m.vault.write.withdraw([m.buyer.address, free], { account: m.buyer.wallet.account });
    expect(await m.usdc.read.balanceOf([m.buyer.address])).to.equal(free);
  });
});
