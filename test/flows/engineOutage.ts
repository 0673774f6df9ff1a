import { expect } from "chai";

import { Phase } from "../../deploy/sdk/codes/enums.ts";
import {
  by,
  createAuction,
  DELIVERY_WINDOW,
  networkHelpers,
  viem,
} from "../fixtures/auctionHouse.ts";
import { complianceMarket, FAULTS } from "../fixtures/compliance.ts";
import { DAY } from "../fixtures/auctionSteps.ts";
import { usdc } from "../fixtures/market.ts";

const { assertions } = viem;
/** Before the last possible end of a delivery: a report of silence within it excuses the seller. */
const EXCUSE_PERIOD = 3_600;

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

/** A lead that the first bidder has won; then its pass is dropped and the engine fails. */
async function wonInSilence(fault: number) {
  const m = await beforeOutage(fault);
  await m.toReveal(m.leadId);
  for (const { opening } of m.bids) await m.house.write.revealBid([m.leadId, opening]);
  await m.drop();
  await m.break();
  return m;
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

      it("counts bids that are opened in the silence as they counted when they were committed", async () => {
        const m = await beforeOutage(fault);
        await m.drop();
        await m.break();
        await m.toReveal(m.leadId);
        await m.house.write.revealBids([m.leadId, m.bids.map(({ opening }) => opening)]);
        expect(await m.house.getEvents.BidBarred({ leadId: m.leadId })).to.deep.equal([]);
        expect(await m.house.read.auctionOf([m.leadId])).to.include({
          ...{ leader: m.first.address, leadingBid: usdc(120), phase: Phase.Delivery },
        });
        expect((await m.balanceOf(m.second)).locked).to.equal(0n);
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

      it("takes half of the bond from a seller that says nothing while it cannot deliver", async () => {
        const m = await wonInSilence(fault);
        await m.toRefund(m.leadId);
        const { leadingBid, deliveryBond } = await m.house.read.auctionOf([m.leadId]);
        const changes = await m.changesOf([m.first, m.seller, m.treasury], () =>
          m.house.write.refund([m.leadId]),
        );
        const half = deliveryBond / 2n;
        expect(changes).to.deep.equal([
          { free: leadingBid + half, locked: -leadingBid },
          { free: 0n, locked: -deliveryBond },
          { free: half, locked: 0n },
        ]);
      });
    });
  }

  it("never delivers, and moves the end of the window by what was reported", async () => {
    const m = await wonInSilence(FAULTS.burnsGas);
    const delivery = await m.deliveryTo(m.leadId, m.first);
    await assertions.revertWithCustomError(
      m.house.write.deliver([...delivery]),
      m.gate,
      "ComplianceGate_Unavailable",
    );
    const { deliveryEnd } = await m.house.read.auctionOf([m.leadId]);
    const reportedAt = deliveryEnd - 1;
    await networkHelpers.time.setNextBlockTimestamp(reportedAt);
    const moved = reportedAt + DELIVERY_WINDOW;
    await m.house.write.reportBlockedDelivery([m.leadId]);
    const [delayed] = await m.house.getEvents.DeliveryDelayed({ leadId: m.leadId });
    expect(delayed?.args).to.deep.include({ round: 1, deliveryEnd: moved, excused: false });
    expect((await m.house.read.auctionOf([m.leadId])).deliveryEnd).to.equal(moved);
    await m.mend();
    await networkHelpers.time.increaseTo(moved - 1);
    await m.house.write.deliver([...delivery]);
    expect(await m.ownerOf(m.leadId)).to.equal(m.first.address);
  });

  it("never moves the end back, and never by more than three days in all", async () => {
    const m = await wonInSilence(FAULTS.reverts);
    const first = (await m.house.read.auctionOf([m.leadId])).deliveryEnd;
    const endOf = async () => (await m.house.read.auctionOf([m.leadId])).deliveryEnd;
    let last = first;
    for (;;) {
      const now = last - EXCUSE_PERIOD - 10;
      await networkHelpers.time.setNextBlockTimestamp(now);
      await m.house.write.reportBlockedDelivery([m.leadId]);
      const end = await endOf();
      expect(end).to.equal(Math.max(last, Math.min(now + DELIVERY_WINDOW, first + 3 * DAY)));
      if (end === last) break;
      last = end;
    }
    expect(last).to.equal(first + 3 * DAY);
    await m.toRefund(m.leadId);
    await m.house.write.refund([m.leadId]);
    const [refunded] = await m.house.getEvents.AuctionRefunded({ leadId: m.leadId });
    expect(refunded?.args.penalty).to.not.equal(0n);
  });

  for (const [when, secondsBefore, excused] of [
    ["in the last hour of the three days", EXCUSE_PERIOD, true],
    ["a second before it", EXCUSE_PERIOD + 1, false],
  ] as const) {
    it(`${excused ? "returns" : "splits"} the seller's bond where the silence was reported ${when}, though the engine is back at the refund`, async () => {
      const m = await wonInSilence(FAULTS.reverts);
      const endOf = async () => (await m.house.read.auctionOf([m.leadId])).deliveryEnd;
      const first = await endOf();
      for (let report = 0; report < 3; report++) {
        await networkHelpers.time.setNextBlockTimestamp((await endOf()) - 1);
        await m.house.write.reportBlockedDelivery([m.leadId]);
      }
      const lastEnd = first + 3 * DAY;
      await networkHelpers.time.setNextBlockTimestamp(lastEnd - 5 * EXCUSE_PERIOD);
      await m.house.write.reportBlockedDelivery([m.leadId]);
      expect(await endOf()).to.equal(lastEnd);
      await networkHelpers.time.setNextBlockTimestamp(lastEnd - secondsBefore);
      await m.house.write.reportBlockedDelivery([m.leadId]);
      await m.mend();
      await m.toRefund(m.leadId);
      const { deliveryBond } = await m.house.read.auctionOf([m.leadId]);
      const half = excused ? 0n : deliveryBond / 2n;
      await assertions.emitWithArgs(m.house.write.refund([m.leadId]), m.house, "AuctionRefunded", [
        m.leadId,
        1,
        m.first.address,
        m.seller.address,
        m.treasury.address,
        usdc(120),
        deliveryBond,
        half,
        half,
        excused,
      ]);
    });
  }

  it("leaves an excused seller its bond, too, if it erases the lead before anybody refunds", async () => {
    const m = await wonInSilence(FAULTS.reverts);
    const endOf = async () => (await m.house.read.auctionOf([m.leadId])).deliveryEnd;
    for (let report = 0; report < 5; report++) {
      await networkHelpers.time.setNextBlockTimestamp((await endOf()) - 1_800);
      await m.house.write.reportBlockedDelivery([m.leadId]);
    }
    const { deliveryBond } = await m.house.read.auctionOf([m.leadId]);
    const changes = await m.changesOf([m.seller], () =>
      m.nft.write.erase([m.leadId], by(m.seller)),
    );
    expect(changes).to.deep.equal([{ free: deliveryBond, locked: -deliveryBond }]);
  });

  it("excuses nobody after the window: a report at its end is too late", async () => {
    const m = await wonInSilence(FAULTS.reverts);
    const { deliveryEnd } = await m.house.read.auctionOf([m.leadId]);
    await networkHelpers.time.setNextBlockTimestamp(deliveryEnd);
    await assertions.revertWithCustomErrorWithArgs(
      m.house.write.reportBlockedDelivery([m.leadId]),
      m.house,
      "AuctionHouse_TooLate",
      [m.leadId, BigInt(deliveryEnd)],
    );
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
    await m.drop();
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
    await assertions.revertWithCustomError(
      m.house.write.revealBids([m.leadId, [opening]], { gas: 1_000_000n }),
      m.vault,
      "PassBook_InsufficientGas",
    );
    await m.house.write.revealBid([m.leadId, opening]);
    expect((await m.house.read.auctionOf([m.leadId])).leader).to.equal(m.first.address);
  });
});
