import { expect } from "chai";

import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import { by, pauseVault } from "../../fixtures/auctionHouse.ts";
import { DAY, passUntil } from "../../fixtures/auctionSteps.ts";
import { keeperMarket, type KeeperMarket } from "../../fixtures/keeper.ts";
import { usdc } from "../../fixtures/market.ts";

const BID = usdc(120);

/** Leads that end in every way, with silent bidders and beaten ties where there can be some; nobody has closed anything. */
async function allEnds() {
  const m = await keeperMarket();
  const ids = [];
  for (let i = 0; i < 9; i++) ids.push((await m.list()).leadId);
  const [unsold, silent, sold, withheld, tied, hanging, erased, beaten, low] = ids as [
    bigint,
    ...bigint[],
  ] as [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];
  const [a, b, c, d] = m.bidders;

  const commits = {
    silent: [await m.commit(silent, a, BID), await m.commit(silent, b, BID)],
    sold: [
      await m.commit(sold, a, BID),
      await m.commit(sold, b, usdc(90)),
      await m.commit(sold, c, BID),
    ],
    withheld: [await m.commit(withheld, b, BID), await m.commit(withheld, c, BID)],
    tied: [
      await m.commit(tied, a, BID),
      await m.commit(tied, b, BID),
      await m.commit(tied, c, BID),
    ],
    hanging: [
      await m.commit(hanging, a, BID),
      await m.commit(hanging, b, BID),
      await m.commit(hanging, c, BID),
    ],
    erased: [
      await m.commit(erased, a, BID),
      await m.commit(erased, b, BID),
      await m.commit(erased, c, BID),
    ],
    beaten: [
      await m.commit(beaten, a, BID),
      await m.commit(beaten, b, BID),
      await m.commit(beaten, c, BID),
      await m.commit(beaten, d, BID + 1n),
    ],
    low: [await m.commit(low, a, usdc(1))],
  };
  await m.commit(tied, d, BID);
  await m.commit(hanging, d, BID);
  await m.toReveal(low);
  const open = async (
    leadId: bigint,
    bids: readonly { opening: (typeof commits.low)[0]["opening"] }[],
  ) => {
    for (const { opening } of bids) await m.house.write.revealBid([leadId, opening]);
  };
  await open(sold, commits.sold.slice(0, 2));
  await open(withheld, commits.withheld.slice(0, 1));
  await open(tied, commits.tied);
  await open(hanging, commits.hanging);
  await open(erased, commits.erased.slice(0, 2));
  await open(beaten, commits.beaten);
  await open(low, commits.low);
  await m.nft.write.erase([erased], by(m.seller));
  await m.toRevealEnd(sold);
  await m.house.write.deliver([...(await m.deliveryTo(sold, a))]);
  return { m, ids, ends: { unsold, silent, sold, withheld, tied, hanging, erased, beaten, low } };
}

/** Locked balances of everybody. */
const lockedIn = async (m: KeeperMarket) => (await m.vaultTotals(m.everybody)).locked;

describe("AuctionKeeper, when all rounds are over", () => {
  it("should leave nothing locked", async () => {
    const { m, ids, ends } = await allEnds();
    expect((await lockedIn(m)) > 0n).to.equal(true);

    await m.keepAll();
    await m.fulfil(ends.tied, 2n);
    await passUntil((await m.house.read.auctionOf([ends.tied])).revealEnd + 3_600);
    await m.keepAll();
    const deliveryEnds = await Promise.all(
      ids.map(async (leadId) => (await m.house.read.auctionOf([leadId])).deliveryEnd),
    );
    await passUntil(Math.max(...deliveryEnds) + DAY);
    await m.keepAll();
    // The hanging tie was resolved by its time-out just now.
    await m.toRefund(ends.hanging);
    await m.keepAll();

    const phases = await Promise.all(ids.map((leadId) => m.house.read.phaseOf([leadId])));
    const { Unsold, Sold, Undelivered, Erased } = Phase;
    expect(phases).to.deep.equal([
      Unsold,
      Unsold,
      Sold,
      Undelivered,
      Undelivered,
      Undelivered,
      Erased,
      Undelivered,
      Unsold,
    ]);
    const totals = await m.vaultTotals(m.everybody);
    expect(totals.locked).to.equal(0n);
    expect(totals.free).to.equal(totals.liabilities);
    expect(totals.balance).to.equal(totals.liabilities);
    expect(await m.balanceOf(m.holdings)).to.deep.equal({ free: 0n, locked: 0n });
  });

  it("should leave nothing locked where VRF is dead and nobody came for a week", async () => {
    const { m, ends } = await allEnds();
    await m.coordinator.write.removeConsumer([m.subscriptionId, m.tieBreaker.address]);
    await passUntil((await m.house.read.auctionOf([ends.hanging])).revealEnd + 8 * DAY);
    await m.keepAll();
    expect(await m.house.read.phaseOf([ends.hanging])).to.equal(Phase.Voided);
    expect(await lockedIn(m)).to.equal(0n);
  });

  it("should give back the bonds of a round that was cancelled in a pause", async () => {
    const m = await keeperMarket();
    const { leadId } = await m.list();
    await m.commit(leadId, m.bidders[0], BID);
    await pauseVault(m);
    await m.house.write.cancelAuction([leadId], by(m.seller));
    await m.keepAll();
    expect(await lockedIn(m)).to.equal(0n);
  });

  it("should forfeit bonds of an earlier round while the lead is listed again", async () => {
    const m = await keeperMarket();
    const { leadId } = await m.list();
    await m.commit(leadId, m.bidders[0], BID);
    await m.toRevealEnd(leadId);
    await m.keepAll();
    await m.listAgain(leadId);
    const early = await m.due(await m.hints());
    expect(early).to.deep.equal([]);
    await passUntil((await m.house.read.auctionOf([leadId])).commitEnd - 1);
    await passUntil((await m.house.read.auctionOf([leadId])).commitEnd + 3_600);
    await m.keepAll();
    expect(await lockedIn(m)).to.equal(0n);
  });

  it("should end the same in whatever order the actions come", async () => {
    const orders = [];
    for (const reversed of [false, true]) {
      const { m, ends } = await allEnds();
      await passUntil((await m.house.read.auctionOf([ends.tied])).revealEnd + 8 * DAY);
      const actions = await m.due(await m.hints());
      // Backwards, what depends on another action is skipped until that is done.
      const list = reversed ? actions.toReversed() : actions;
      while ((await m.outcomeOf(await m.perform(list))).performed > 0);
      orders.push(await m.vaultTotals(m.everybody));
      orders.push(await Promise.all(m.everybody.map(m.balanceOf)));
    }
    expect(orders.slice(0, 2)).to.deep.equal(orders.slice(2));
  });
});
