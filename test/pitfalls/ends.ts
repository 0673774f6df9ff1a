import { expect } from "chai";

import { Phase } from "../../deploy/sdk/codes/enums.ts";
import { by, drainVault, networkHelpers, pauseVault, viem } from "../fixtures/auctionHouse.ts";
import { DAY, DELIVERY_GRACE, FORFEIT_DELAY, passUntil } from "../fixtures/auctionSteps.ts";
import { complianceMarket, FAULTS, LICENCE } from "../fixtures/compliance.ts";
import { DEPOSIT, usdc } from "../fixtures/market.ts";

const { assertions } = viem;
const BID = usdc(120);
const FREED = { free: DEPOSIT, locked: 0n };

/** A lead that the first bidder has won against the second, and a third who is silent. */
async function won(fault?: number) {
  const m = await complianceMarket();
  const engine = fault === undefined ? undefined : await m.prepareOutage(fault);
  const { leadId } = await m.list();
  const [buyer, loser, silent] = m.bidders;
  const bids = [await m.commit(leadId, buyer, BID), await m.commit(leadId, loser, usdc(110))];
  await m.commit(leadId, silent, usdc(130));
  await m.toReveal(leadId);
  for (const { opening } of bids) await m.house.write.revealBid([leadId, opening]);
  await m.toRevealEnd(leadId);
  const auction = await m.house.read.auctionOf([leadId]);
  const drop = () => m.gate.write.invalidateAll({ account: m.compliance.account });
  return { ...m, ...engine, leadId, buyer, loser, silent, auction, drop };
}

/** Runs two steps in both orders from here and expects the same balances, phase and owner. */
async function expectSameEnd(
  m: Awaited<ReturnType<typeof won>>,
  ...steps: readonly (() => Promise<unknown>)[]
) {
  const start = await networkHelpers.takeSnapshot();
  const ends = [];
  for (const order of [steps, [...steps].reverse()]) {
    for (const step of order) await step();
    ends.push({
      balances: await Promise.all(m.everybody.map(m.balanceOf)),
      phase: await m.house.read.phaseOf([m.leadId]),
      owner: await m.ownerOf(m.leadId),
    });
    await start.restore();
  }
  expect(ends[1]).to.deep.equal(ends[0]);
}

describe("Pitfalls of ends", () => {
  it("a buyer waits for the delivery's calldata and refunds in the same block: nobody can refund for ten minutes", async () => {
    const m = await won();
    const delivery = await m.deliveryTo(m.leadId, m.buyer);
    await networkHelpers.time.setNextBlockTimestamp(m.auction.deliveryEnd + DELIVERY_GRACE - 2);
    await assertions.revertWithCustomErrorWithArgs(
      m.house.write.refund([m.leadId], by(m.buyer)),
      m.house,
      "AuctionHouse_WrongPhase",
      [m.leadId, Phase.Delivery],
    );
    await m.house.write.deliver([...delivery]);
    expect(await m.ownerOf(m.leadId)).to.equal(m.buyer.address);
  });

  it("a buyer spoils the delivery with its own account: neither a new key nor a withdrawal stands in the way", async () => {
    const m = await won();
    const delivery = await m.deliveryTo(m.leadId, m.buyer);
    const { free, locked } = await m.balanceOf(m.buyer);
    const otherKey = m.loser.deliveryKey.publicKey;
    await assertions.revertWithCustomErrorWithArgs(
      m.vault.write.registerDeliveryKey([otherKey, `0x${"00".repeat(65)}`], by(m.buyer)),
      m.vault,
      "DeliveryKeys_LockedFunds",
      [m.buyer.address, locked],
    );
    await m.vault.write.withdraw([m.buyer.address, free], by(m.buyer));
    await m.house.write.deliver([...delivery]);
    expect(await m.ownerOf(m.leadId)).to.equal(m.buyer.address);
  });

  it("one moment's silence of the engine excuses a seller for good: it only moves the end of the window", async () => {
    const m = await won(FAULTS.reverts);
    await m.drop();
    await m.break?.();
    await m.house.write.reportBlockedDelivery([m.leadId]);
    await m.mend?.();
    await m.toRefund(m.leadId);
    const { deliveryBond } = m.auction;
    await assertions.emitWithArgs(m.house.write.refund([m.leadId]), m.house, "AuctionRefunded", [
      m.leadId,
      1,
      m.buyer.address,
      m.seller.address,
      m.treasury.address,
      BID,
      deliveryBond,
      deliveryBond / 2n,
      deliveryBond / 2n,
      false,
    ]);
  });

  it("the engine's answer at the refund decides who gets the bond: refunds never ask it", async () => {
    const m = await won();
    await m.revoke(m.buyer, LICENCE);
    await m.toRefund(m.leadId);
    const changes = await m.changesOf([m.buyer], () => m.house.write.refund([m.leadId]));
    expect(changes).to.deep.equal([{ free: BID + m.auction.deliveryBond / 2n, locked: -BID }]);
  });

  it("a denial is reported in the window: it ends the sale at once, without blame, and the desk can grant again", async () => {
    const m = await won();
    await m.revoke(m.buyer, LICENCE);
    const start = await networkHelpers.takeSnapshot();
    await m.house.write.reportBlockedDelivery([m.leadId]);
    expect(await Promise.all([m.buyer, m.seller].map(m.balanceOf))).to.deep.equal([FREED, FREED]);
    await start.restore();
    await m.grant(m.buyer, LICENCE);
    await m.house.write.deliver([...(await m.deliveryTo(m.leadId, m.buyer))]);
    expect(await m.ownerOf(m.leadId)).to.equal(m.buyer.address);
  });

  it("the order of a forfeit and a report decides who gets a silent bidder's bond: it is the treasury's either way", async () => {
    const m = await won();
    await m.revoke(m.buyer, LICENCE);
    await m.toForfeits(m.leadId);
    await expectSameEnd(
      m,
      () => m.house.write.forfeitBond([m.leadId, 1, m.silent.address]),
      () => m.house.write.reportBlockedDelivery([m.leadId]),
    );
  });

  it("a lead is delivered days after it has expired: the silence that moved the window ends with the lead", async () => {
    const m = await won(FAULTS.reverts);
    await m.drop();
    await m.break?.();
    const { expiresAt } = await m.nft.read.leadOf([m.leadId]);
    const delivery = await m.deliveryTo(m.leadId, m.buyer);
    const endOf = async () => (await m.house.read.auctionOf([m.leadId])).deliveryEnd;
    const first = await endOf();
    while ((await endOf()) < first + 3 * DAY) {
      await networkHelpers.time.setNextBlockTimestamp((await endOf()) - 7_200);
      await m.house.write.reportBlockedDelivery([m.leadId]);
    }
    expect(await endOf()).to.be.at.most(expiresAt);
    await m.mend?.();
    await passUntil(expiresAt);
    await assertions.revertWithCustomErrorWithArgs(
      m.house.write.deliver([...delivery]),
      m.nft,
      "LeadNFT_Expired",
      [m.leadId, BigInt(expiresAt)],
    );
  });

  it("a lead is listed when its delivery could only be due after its expiry: refused to the second", async () => {
    const m = await complianceMarket();
    const { leadId } = await m.listLead({ region: "US-TX" }, { autoList: false });
    const { expiresAt } = await m.nft.read.leadOf([leadId]);
    await passUntil(expiresAt - 2 * DAY - 3_600 + 1);
    await assertions.revertWithCustomError(
      m.listAgain(leadId),
      m.house,
      "AuctionHouse_LeadExpired",
    );
  });

  it("one unit is missing in the vault and a bidder cannot top up what it has to reveal: accounts with money locked may", async () => {
    const m = await complianceMarket();
    const { leadId } = await m.list();
    const [poor] = m.bidders;
    const { opening } = await m.commit(leadId, poor, BID);
    const { free, locked } = await m.balanceOf(poor);
    await m.vault.write.withdraw([poor.address, free], by(poor));
    await drainVault(m);
    await pauseVault(m);
    await m.toReveal(leadId);
    await m.usdc.write.approve([m.vault.address, BID], by(poor));
    await m.vault.write.deposit([BID - locked], by(poor));
    await m.house.write.revealBid([leadId, opening]);
    expect((await m.house.read.auctionOf([leadId])).leader).to.equal(poor.address);
  });

  it("a sequencer that is down over the reveal phase takes bonds: they go back, if that is shown in time", async () => {
    const m = await complianceMarket();
    const { leadId } = await m.list();
    const auction = await m.house.read.auctionOf([leadId]);
    const [silent] = m.bidders;
    await m.commit(leadId, silent, BID);
    await m.sequencerWentDown(auction.commitEnd);
    await m.sequencerCameUp(auction.revealEnd + 600);
    const forfeit = () => m.house.write.forfeitBond([leadId, 1, silent.address]);
    await assertions.revertWithCustomErrorWithArgs(forfeit(), m.house, "AuctionHouse_TooEarly", [
      leadId,
      BigInt(auction.revealEnd + 600 + FORFEIT_DELAY),
    ]);
    await m.house.write.reportOutage([leadId, 1]);
    await forfeit();
    expect(await m.balanceOf(silent)).to.deep.equal(FREED);
  });

  it("a tie is resolved or voided, as whoever comes first likes: never are both possible", async () => {
    const m = await complianceMarket();
    const { leadId } = await m.list();
    const [first, second] = m.bidders;
    await m.runBids(leadId, [
      [first, BID],
      [second, BID],
    ]);
    const { revealEnd } = await m.house.read.auctionOf([leadId]);
    const possible = async () => {
      const attempts = [
        m.house.simulate.resolveTie([leadId]),
        m.house.simulate.voidAuction([leadId]),
      ];
      const results = await Promise.allSettled(attempts);
      return results.map(({ status }) => status === "fulfilled");
    };
    for (const [at, expected] of [
      [revealEnd + DAY - 10, [false, false]],
      [revealEnd + DAY, [true, false]],
      [revealEnd + 7 * DAY - 10, [true, false]],
      [revealEnd + 7 * DAY, [false, true]],
      [revealEnd + 30 * DAY, [false, true]],
    ] as const) {
      await passUntil(at);
      expect(await possible(), `${at - revealEnd} s`).to.deep.equal(expected);
    }
  });

  it("a tie is resolved after its lead's expiry, around which the sequencer was down: all money is free", async () => {
    const m = await complianceMarket();
    const { leadId } = await m.listLead({ region: "US-TX" }, { autoList: false });
    const { expiresAt } = await m.nft.read.leadOf([leadId]);
    await passUntil(expiresAt - 3 * DAY);
    await m.listAgain(leadId);
    const [first, second] = m.bidders;
    await m.runBids(leadId, [
      [first, BID],
      [second, BID],
    ]);
    await m.sequencerWentDown(expiresAt - 600);
    await m.sequencerCameUp(expiresAt + DAY);
    await m.house.write.resolveTie([leadId]);
    await m.house.write.refund([leadId]);
    await m.house.write.releaseTiedBid([leadId, 1, BID, 0n]);
    for (const party of [m.seller, first, second]) {
      expect((await m.balanceOf(party)).locked).to.equal(0n);
    }
  });

  it("a pause keeps a seller in an auction that nobody can join: it takes its lead back, and bonds go back", async () => {
    const m = await complianceMarket();
    const { leadId } = await m.list();
    const [bidder] = m.bidders;
    await m.commit(leadId, bidder, BID);
    await pauseVault(m);
    await m.house.write.cancelAuction([leadId], by(m.seller));
    await m.house.write.forfeitBond([leadId, 1, bidder.address]);
    expect(await Promise.all([m.seller, bidder].map(m.balanceOf))).to.deep.equal([FREED, FREED]);
  });

  it("a consumer's erasure waits for an auction: it ends a running one at once, and every bidder is free", async () => {
    const m = await won();
    const delivery = await m.deliveryTo(m.leadId, m.buyer);
    const { deliveryBond } = m.auction;
    const changes = await m.changesOf([m.seller, m.buyer, m.treasury], () =>
      m.nft.write.erase([m.leadId], by(m.seller)),
    );
    expect(changes).to.deep.equal([
      { free: 0n, locked: -deliveryBond },
      { free: BID + deliveryBond / 2n, locked: -BID },
      { free: deliveryBond - deliveryBond / 2n, locked: 0n },
    ]);
    expect(await m.house.read.phaseOf([m.leadId])).to.equal(Phase.Erased);
    expect(await m.balanceOf(m.loser)).to.deep.equal(FREED);
    await assertions.revertWithCustomErrorWithArgs(
      m.house.write.deliver([...delivery]),
      m.house,
      "AuctionHouse_WrongPhase",
      [m.leadId, Phase.Erased],
    );
  });
});
