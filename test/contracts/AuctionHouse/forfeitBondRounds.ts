import { expect } from "chai";

import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import { networkHelpers, setAsConfigurator, viem } from "../../fixtures/auctionHouse.ts";
import { auctionMarket, DAY, FORFEIT_DELAY } from "../../fixtures/auctionSteps.ts";
import { DEPOSIT, usdc, VERTICAL } from "../../fixtures/market.ts";
import { verticalId } from "../../fixtures/registry.ts";

const { assertions } = viem;
const BID = usdc(120);
const TIP = 250_000n;

/** A lead with a buyer and two silent bidders, waiting for its delivery. */
async function twoSilent() {
  const m = await auctionMarket();
  const { leadId, auction } = await m.list();
  const [buyer, silent, mute] = m.bidders;
  const { opening } = await m.commit(leadId, buyer, BID);
  await m.commit(leadId, silent, usdc(130));
  await m.commit(leadId, mute, usdc(140));
  await m.toReveal(leadId);
  await m.house.write.revealBid([leadId, opening]);
  await m.toRevealEnd(leadId);
  const delivery = await m.deliveryTo(leadId, buyer);
  const step = {
    forfeitSilent: () => m.house.write.forfeitBond([leadId, 1, silent.address]),
    forfeitMute: () => m.house.write.forfeitBond([leadId, 1, mute.address]),
    deliver: () => m.house.write.deliver([...delivery]),
    refund: () => m.house.write.refund([leadId]),
  };
  return { ...m, leadId, auction, buyer, silent, mute, step };
}

describe("AuctionHouse.forfeitBond across exits and rounds", () => {
  for (const end of ["deliver", "refund"] as const) {
    describe(`given a lead that ends by ${end}`, () => {
      it("should end the same whatever the order of the exits (invariant 11)", async () => {
        const m = await twoSilent();
        await m.toForfeits(m.leadId);
        if (end === "refund") await m.toRefund(m.leadId);
        const start = await networkHelpers.takeSnapshot();
        const outcomes = [];
        for (const order of [
          ["forfeitSilent", "forfeitMute", end],
          ["forfeitMute", end, "forfeitSilent"],
          [end, "forfeitSilent", "forfeitMute"],
        ] as const) {
          for (const name of order) await m.step[name]();
          const balances = await Promise.all(m.everybody.map(m.balanceOf));
          outcomes.push({ balances, owner: await m.ownerOf(m.leadId) });
          await start.restore();
        }
        expect(outcomes[1]).to.deep.equal(outcomes[0]);
        expect(outcomes[2]).to.deep.equal(outcomes[0]);

        for (const name of ["forfeitSilent", "forfeitMute", end] as const) await m.step[name]();
        const loss = end === "deliver" ? BID : -m.auction.deliveryBond / 2n;
        expect(await m.balanceOf(m.buyer)).to.deep.equal({ free: DEPOSIT - loss, locked: 0n });
        const totals = await m.vaultTotals(m.everybody);
        expect(totals).to.deep.equal({ ...totals, locked: 0n, free: totals.liabilities });
        expect(totals.balance).to.equal(totals.liabilities);
      });
    });
  }

  describe("given that the lead was listed again after a refund", () => {
    it("should still forfeit the bond of the round before", async () => {
      const { house, leadId, auction, silent, step, ...m } = await twoSilent();
      await m.toRefund(leadId);
      await step.refund();
      await m.listAgain(leadId);
      await m.commit(leadId, silent, BID);
      await assertions.emitWithArgs(step.forfeitSilent(), house, "BondForfeited", [
        leadId,
        1,
        silent.address,
        m.treasury.address,
        m.anyone.address,
        auction.bidBond,
        TIP,
      ]);
      expect((await m.balanceOf(silent)).locked).to.equal(auction.bidBond);
      await assertions.revertWithCustomErrorWithArgs(
        house.write.forfeitBond([leadId, 2, silent.address]),
        house,
        "AuctionHouse_WrongPhase",
        [leadId, Phase.Commit],
      );
    });
  });

  describe("given that the lead was listed again unsold", () => {
    it("should still pay the treasury, once", async () => {
      const m = await auctionMarket();
      const { leadId, auction } = await m.list();
      const [silent] = m.bidders;
      await m.commit(leadId, silent, BID);
      await m.toRevealEnd(leadId);
      await m.house.write.closeUnsold([leadId]);
      await m.listAgain(leadId);
      await networkHelpers.time.increase(FORFEIT_DELAY);
      const forfeit = () => m.house.write.forfeitBond([leadId, 1, silent.address]);
      await assertions.emitWithArgs(forfeit(), m.house, "BondForfeited", [
        leadId,
        1,
        silent.address,
        m.treasury.address,
        m.anyone.address,
        auction.bidBond,
        TIP,
      ]);
      await assertions.revertWithCustomErrorWithArgs(
        forfeit(),
        m.house,
        "AuctionHouse_NoCommitment",
        [leadId, 1, silent.address],
      );
    });
  });

  describe("given that the lead was listed again after a void", () => {
    it("should return the whole bond to its bidder", async () => {
      const m = await auctionMarket();
      const { leadId, auction } = await m.list();
      const [first, second, silent] = m.bidders;
      const sealed = [await m.commit(leadId, first, BID), await m.commit(leadId, second, BID)];
      await m.commit(leadId, silent, BID);
      await m.toReveal(leadId);
      for (const { opening } of sealed) await m.house.write.revealBid([leadId, opening]);
      await networkHelpers.time.increaseTo(auction.revealEnd + 7 * DAY);
      await m.house.write.voidAuction([leadId]);
      await m.listAgain(leadId);
      await assertions.emitWithArgs(
        m.house.write.forfeitBond([leadId, 1, silent.address]),
        m.house,
        "BondReturned",
        [leadId, 1, silent.address, auction.bidBond],
      );
      expect(await m.balanceOf(silent)).to.deep.equal({ free: DEPOSIT, locked: 0n });
      expect(await m.balanceOf(m.anyone)).to.deep.equal({ free: 0n, locked: 0n });
    });
  });

  describe("given a bond smaller than the tip", () => {
    it("should give it all to the caller", async () => {
      const m = await auctionMarket();
      const bond = TIP - 1n;
      const config = await m.registry.read.verticalOf([verticalId(VERTICAL)]);
      await setAsConfigurator(m, m.registry, "configureVertical", VERTICAL, {
        ...config,
        bidBondBps: 0,
        bidBondMin: bond,
        bidBondMax: bond,
      });
      const { leadId } = await m.list();
      const [silent] = m.bidders;
      await m.commit(leadId, silent, BID);
      await m.toForfeits(leadId);
      await assertions.emitWithArgs(
        m.house.write.forfeitBond([leadId, 1, silent.address]),
        m.house,
        "BondForfeited",
        [leadId, 1, silent.address, m.treasury.address, m.anyone.address, bond, bond],
      );
      expect((await m.balanceOf(m.anyone)).free).to.equal(bond);
      expect((await m.balanceOf(m.treasury)).free).to.equal(0n);
    });
  });
});
