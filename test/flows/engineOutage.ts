import { expect } from "chai";

import { Phase } from "../../tasks/protocol/phase.ts";
import {
  by,
  createAuction,
  DELIVERY_WINDOW,
  networkHelpers,
  viem,
} from "../fixtures/auctionHouse.ts";
import { Clearance, complianceMarket, FAULTS, PASS_TTL } from "../fixtures/compliance.ts";
import { usdc } from "../fixtures/market.ts";

const { assertions } = viem;

/** Two leads: one listed with two sealed bids whose passes are then dropped, one not listed; the engine is about to fail. */
async function beforeOutage(fault: number) {
  const m = await complianceMarket();
  const engine = await m.prepareOutage(fault);
  const { leadId } = await m.list();
  const spare = await m.listLead({ region: "US-TX" }, { autoList: false });
  const [first, second] = m.bidders;
  const bids = [
    await m.commit(leadId, first, usdc(120)),
    await m.commit(leadId, second, usdc(110)),
  ] as const;
  const drop = () => m.gate.write.invalidateAll({ account: m.compliance.account });
  return { ...m, ...engine, leadId, spareId: spare.leadId, first, second, bids, drop };
}

describe("with the compliance engine out of order", () => {
  for (const [name, fault] of Object.entries(FAULTS)) {
    describe(`because it ${name}`, () => {
      it("stops new business of everybody whom nothing is remembered of", async () => {
        const m = await beforeOutage(fault);
        await m.drop();
        await m.break();
        for (const attempt of [
          () => m.commit(m.leadId, m.bidders[2], usdc(100)),
          () => m.commit(m.leadId, m.first, usdc(140)),
          () => createAuction(m, m.spareId),
          () => m.receive(m.first),
          () => m.sell(m.seller),
        ]) {
          await assertions.revertWithCustomError(attempt(), m.gate, "ComplianceGate_Unavailable");
        }
      });

      it("lets remembered passes trade on, up to the sale", async () => {
        const m = await beforeOutage(fault);
        await m.break();
        await m.commit(m.leadId, m.first, usdc(125));
        await m.toReveal(m.leadId);
        const { opening } = await m.seal(m.leadId, m.first, usdc(125));
        for (const one of [m.bids[1].opening, opening]) {
          await m.house.write.revealBid([m.leadId, one]);
        }
        await m.house.write.deliver([...(await m.deliveryTo(m.leadId, m.first))]);
        expect(await m.ownerOf(m.leadId)).to.equal(m.first.address);
      });

      it("lets bidders open their bids for their bonds, which do not lead then", async () => {
        const m = await beforeOutage(fault);
        await m.drop();
        await m.break();
        await m.toReveal(m.leadId);
        await m.house.write.revealBids([m.leadId, m.bids.map(({ opening }) => opening)]);
        const events = await m.house.getEvents.BidBarred({ leadId: m.leadId });
        expect(events.map(({ args }) => args.clearance)).to.deep.equal([
          Clearance.Unknown,
          Clearance.Unknown,
        ]);
        for (const bidder of [m.first, m.second]) {
          expect((await m.balanceOf(bidder)).locked).to.equal(0n);
        }
        await m.house.write.closeUnsold([m.leadId]);
        const { locked } = await m.vaultTotals(m.everybody);
        expect([locked, await m.ownerOf(m.leadId)]).to.deep.equal([0n, m.seller.address]);
      });

      it("lets a bidder withdraw its bid, and everybody their money", async () => {
        const m = await beforeOutage(fault);
        await m.drop();
        await m.break();
        for (const bidder of [m.first, m.second]) {
          await m.house.write.withdrawBid([m.leadId], by(bidder));
        }
        await m.house.write.cancelAuction([m.leadId], by(m.seller));
        for (const party of [m.seller, ...m.bidders]) {
          const { free } = await m.balanceOf(party);
          await m.vault.write.withdraw([party.address, free], by(party));
        }
        expect(await m.vault.read.liabilities()).to.equal(0n);
      });

      it("takes nobody's bond when the outage lasts to the end of the delivery window", async () => {
        const m = await beforeOutage(fault);
        await m.toReveal(m.leadId);
        for (const { opening } of m.bids) await m.house.write.revealBid([m.leadId, opening]);
        await m.break();
        await networkHelpers.time.increase(DELIVERY_WINDOW);
        const { leadingBid, deliveryBond } = await m.house.read.auctionOf([m.leadId]);
        const changes = await m.changesOf([m.first, m.seller], () =>
          m.house.write.refund([m.leadId]),
        );
        expect(changes).to.deep.equal([
          { free: leadingBid, locked: -leadingBid },
          { free: deliveryBond, locked: -deliveryBond },
        ]);
      });
    });
  }

  it("excuses a seller who could not deliver, though the engine is back before the refund", async () => {
    const m = await beforeOutage(FAULTS.burnsGas);
    await m.toReveal(m.leadId);
    for (const { opening } of m.bids) await m.house.write.revealBid([m.leadId, opening]);
    await m.drop();
    await m.break();
    const delivery = await m.deliveryTo(m.leadId, m.first);
    await assertions.revertWithCustomError(
      m.house.write.deliver([...delivery]),
      m.gate,
      "ComplianceGate_Unavailable",
    );
    await assertions.emit(
      m.house.write.reportBlockedDelivery([m.leadId]),
      m.house,
      "DeliveryExcused",
    );
    expect(await m.house.read.phaseOf([m.leadId])).to.equal(Phase.Delivery);
    await m.mend();
    const { deliveryEnd, leadingBid } = await m.house.read.auctionOf([m.leadId]);
    await networkHelpers.time.increaseTo(deliveryEnd);
    await assertions.emitWithArgs(m.house.write.refund([m.leadId]), m.house, "AuctionRefunded", [
      m.leadId,
      1,
      m.first.address,
      leadingBid,
      0n,
    ]);
  });

  it("delivers as ever once the engine is back", async () => {
    const m = await beforeOutage(FAULTS.reverts);
    await m.toReveal(m.leadId);
    for (const { opening } of m.bids) await m.house.write.revealBid([m.leadId, opening]);
    await m.drop();
    await m.break();
    await m.house.write.reportBlockedDelivery([m.leadId]);
    await m.mend();
    await m.house.write.deliver([...(await m.deliveryTo(m.leadId, m.first))]);
    expect(await m.ownerOf(m.leadId)).to.equal(m.first.address);
  });

  it("rejects reported leads without using them up: the same submission mints when the engine is back", async () => {
    const m = await beforeOutage(FAULTS.burnsGas);
    await networkHelpers.time.increase(PASS_TTL);
    await m.break();
    const disclosure = await m.disclose(await m.makeLead({ region: "US-TX" }));
    const { rejected } = await m.report([await m.attest(disclosure)]);
    expect(rejected).to.have.length(1);
    await m.mend();
    const { attested } = await m.report([await m.attest(disclosure)]);
    expect(attested).to.have.length(1);
  });

  it("cannot be feigned: a reveal with too little gas for the engine reverts and can be repeated", async () => {
    const m = await beforeOutage(FAULTS.reverts);
    await m.drop();
    await m.toReveal(m.leadId);
    const [{ opening }] = m.bids;
    await assertions.revertWithCustomError(
      m.house.write.revealBid([m.leadId, opening], { gas: 900_000n }),
      m.vault,
      "PassBook_InsufficientGas",
    );
    await assertions.revertWithCustomErrorWithArgs(
      m.house.write.revealBids([m.leadId, [opening]], { gas: 1_000_000n }),
      m.house,
      "AuctionHouse_InsufficientGas",
      [m.leadId, m.first.address],
    );
    await m.house.write.revealBid([m.leadId, opening]);
    expect((await m.house.read.auctionOf([m.leadId])).leader).to.equal(m.first.address);
  });
});
