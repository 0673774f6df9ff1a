import { expect } from "chai";

import { by, networkHelpers, REVEAL_WINDOW, viem } from "../fixtures/auctionHouse.ts";
import { DAY, DELIVERY_GRACE, FORFEIT_DELAY, passUntil } from "../fixtures/auctionSteps.ts";
import { complianceMarket, FAULTS, LICENCE } from "../fixtures/compliance.ts";
import { DEPOSIT, usdc } from "../fixtures/market.ts";

const { assertions } = viem;
const { time } = networkHelpers;
const BID = usdc(120);
const FREED = { free: DEPOSIT, locked: 0n };
/** From listing to the latest end of a delivery, by the vertical's windows and the time for a tie. */
const LONGEST_ROUND = 2 * DAY + 3_600;

/** A lead that is won, and that expires at the latest end of its round. */
async function wonBeforeExpiry(fault?: number) {
  const m = await complianceMarket();
  const { leadId } = await m.listLead({ region: "US-TX" }, { autoList: false });
  const { expiresAt } = await m.nft.read.leadOf([leadId]);
  // A change of engines that was scheduled earlier would have lapsed.
  await passUntil(expiresAt - LONGEST_ROUND - 5 * DAY);
  const engine = fault === undefined ? undefined : await m.prepareOutage(fault);
  await passUntil(expiresAt - LONGEST_ROUND - 2);
  await m.listAgain(leadId);
  const [buyer, rival] = m.bidders;
  const auctionNow = () => m.house.read.auctionOf([leadId]);
  const refund = () => m.house.write.refund([leadId]);
  /** The refund gives the buyer its money and half of the seller's bond, or nobody anything but its own. */
  const expectRefund = async (isPunished: boolean) => {
    const { deliveryBond } = await auctionNow();
    const half = isPunished ? deliveryBond / 2n : 0n;
    await assertions.emitWithArgs(refund(), m.house, "AuctionRefunded", [
      leadId,
      1,
      buyer.address,
      m.seller.address,
      m.treasury.address,
      BID,
      deliveryBond,
      half,
      half,
      !isPunished,
    ]);
  };
  return { ...m, ...engine, leadId, expiresAt, buyer, rival, auctionNow, refund, expectRefund };
}

describe("Pitfalls of outages", () => {
  it("a tie uses up the hour in which an outage can be shown: it can be shown while the tie is decided", async () => {
    const m = await complianceMarket();
    const { leadId } = await m.list();
    const [first, second, silent] = m.bidders;
    const bids = [await m.commit(leadId, first, BID), await m.commit(leadId, second, BID)];
    await m.commit(leadId, silent, usdc(130));
    await m.toReveal(leadId);
    for (const { opening } of bids) await m.house.write.revealBid([leadId, opening]);
    const { revealEnd } = await m.house.read.auctionOf([leadId]);
    await m.sequencerWentDown(revealEnd - REVEAL_WINDOW / 2 - 60);
    await m.sequencerCameUp(revealEnd);
    await m.house.write.reportOutage([leadId, 1]);
    await m.drawWord(leadId, 0n);
    await m.house.write.resolveTie([leadId]);
    await m.house.write.forfeitBond([leadId, 1, silent.address]);
    expect(await m.balanceOf(silent)).to.deep.equal(FREED);
  });

  it("the sequencer comes back in the last second of the delivery window: its seller still has an hour", async () => {
    const m = await wonBeforeExpiry();
    await m.runBids(m.leadId, [[m.buyer, BID]]);
    const { deliveryEnd } = await m.auctionNow();
    const delivery = await m.deliveryTo(m.leadId, m.buyer);
    await m.sequencerWentDown(deliveryEnd - 20_000);
    await m.sequencerCameUp(deliveryEnd - 1);
    await time.setNextBlockTimestamp(deliveryEnd + FORFEIT_DELAY - 1);
    await assertions.revertWithCustomErrorWithArgs(m.refund(), m.house, "AuctionHouse_TooEarly", [
      m.leadId,
      BigInt(deliveryEnd + FORFEIT_DELAY),
    ]);
    await m.house.write.deliver([...delivery]);
    expect(await m.ownerOf(m.leadId)).to.equal(m.buyer.address);
  });

  it("a lead expires while the sequencer is down: nobody is blamed", async () => {
    const m = await wonBeforeExpiry();
    await m.runBids(m.leadId, [[m.buyer, BID]]);
    const { deliveryEnd } = await m.auctionNow();
    await m.sequencerWentDown(deliveryEnd - 600);
    await m.sequencerCameUp(m.expiresAt - 600);
    await passUntil(m.expiresAt - 600 + FORFEIT_DELAY);
    await m.expectRefund(false);
    expect(await m.balanceOf(m.seller)).to.deep.equal(FREED);
  });

  it("an outage keeps a denial from being reported in the window: it is taken in the hour after it", async () => {
    const m = await wonBeforeExpiry();
    await m.runBids(m.leadId, [[m.buyer, BID]]);
    const { deliveryEnd } = await m.auctionNow();
    await m.revoke(m.buyer, LICENCE);
    await m.sequencerWentDown(deliveryEnd - 600);
    await m.sequencerCameUp(deliveryEnd + 2_000);
    const start = await networkHelpers.takeSnapshot();
    const reportableUntil = deliveryEnd + 2_000 + FORFEIT_DELAY;
    await time.setNextBlockTimestamp(reportableUntil);
    await assertions.revertWithCustomErrorWithArgs(
      m.house.write.reportBlockedDelivery([m.leadId]),
      m.house,
      "AuctionHouse_TooLate",
      [m.leadId, BigInt(reportableUntil)],
    );
    await start.restore();
    await time.setNextBlockTimestamp(reportableUntil - 1);
    await assertions.emit(m.house.write.reportBlockedDelivery([m.leadId]), m.house, "SaleBarred");
    expect(await m.balanceOf(m.seller)).to.deep.equal(FREED);
  });

  it("a seller lists a lead that expires at its latest end, and has one moment's silence excuse it: it pays, since it could deliver", async () => {
    const m = await wonBeforeExpiry(FAULTS.reverts);
    await m.runBids(m.leadId, [[m.buyer, BID]]);
    await m.gate.write.invalidateAll({ account: m.compliance.account });
    await m.break?.();
    for (let end = 0; end < m.expiresAt; { deliveryEnd: end } = await m.auctionNow()) {
      const { deliveryEnd } = await m.auctionNow();
      await time.setNextBlockTimestamp(deliveryEnd - 2 * FORFEIT_DELAY);
      await m.house.write.reportBlockedDelivery([m.leadId]);
    }
    await m.mend?.();
    await passUntil(m.expiresAt + DELIVERY_GRACE);
    await m.expectRefund(true);
  });

  it("the engine is silent until the lead expires: its seller has its bond back", async () => {
    const m = await wonBeforeExpiry(FAULTS.reverts);
    await m.runBids(m.leadId, [[m.buyer, BID]]);
    await m.gate.write.invalidateAll({ account: m.compliance.account });
    await m.break?.();
    for (let reports = 0; reports < 3; reports += 1) {
      const { deliveryEnd } = await m.auctionNow();
      await time.setNextBlockTimestamp(deliveryEnd - FORFEIT_DELAY);
      await m.house.write.reportBlockedDelivery([m.leadId]);
    }
    await passUntil(m.expiresAt + DELIVERY_GRACE);
    await m.expectRefund(false);
  });

  it("a seller ties with itself, lets the time-out pass, and lets the lead expire: it pays as if it had not delivered", async () => {
    const m = await wonBeforeExpiry();
    await m.runBids(m.leadId, [
      [m.buyer, BID],
      [m.rival, BID],
    ]);
    const { revealEnd } = await m.auctionNow();
    await passUntil(revealEnd + DAY + 7_200);
    await m.house.write.resolveTie([m.leadId], by(m.seller));
    await passUntil(m.expiresAt + DELIVERY_GRACE);
    await m.expectRefund(true);
  });
});
