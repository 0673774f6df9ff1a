import { expect } from "chai";

import { Phase } from "../../deploy/sdk/codes/enums.ts";
import { networkHelpers } from "../fixtures/auctionHouse.ts";
import { auctionMarket } from "../fixtures/auctionSteps.ts";
import { DEPOSIT, usdc } from "../fixtures/market.ts";

const BID = usdc(120);
const FREED = { free: DEPOSIT, locked: 0n };

describe("a sale after a tie", () => {
  for (const winner of [0, 1, 2]) {
    it(`sells to bidder ${winner} of three and frees everybody else`, async () => {
      const m = await auctionMarket();
      const { house } = m;
      const tied = m.bidders.slice(0, 3);
      const [, , , beaten] = m.bidders;
      const { leadId } = await m.auctionOff([
        [beaten, usdc(110)],
        ...tied.map((bidder) => [bidder, BID] as const),
      ]);
      await m.drawWord(leadId, 300n + BigInt(winner));
      await house.write.resolveTie([leadId]);
      const list = await house.read.tiedBidders([leadId, 1, BID]);
      for (const [index, bidder] of list.entries()) {
        if (BigInt(bidder) !== 0n) {
          await house.write.releaseTiedBid([leadId, 1, BID, BigInt(index)]);
        }
      }
      const buyer = tied[winner] ?? beaten;
      await house.write.deliver([...(await m.deliveryTo(leadId, buyer))]);

      expect(await m.balanceOf(m.seller)).to.deep.equal({
        free: DEPOSIT + usdc(114),
        locked: 0n,
      });
      for (const bidder of [...tied, beaten]) {
        expect(await m.balanceOf(bidder)).to.deep.equal(
          bidder === buyer ? { free: DEPOSIT - BID, locked: 0n } : FREED,
        );
      }
      expect(await m.ownerOf(leadId)).to.equal(buyer.address);
      expect(await house.read.phaseOf([leadId])).to.equal(Phase.Sold);
    });
  }

  it("frees beaten ties of one list after another when higher bids are opened", async () => {
    const m = await auctionMarket();
    const { house } = m;
    const amounts = [100, 100, 110, 110, 110, 120].map(usdc);
    const { leadId } = await m.auctionOff(
      m.bidders.map((bidder, index) => [bidder, amounts[index] ?? 0n] as const),
    );
    expect(await house.read.phaseOf([leadId])).to.equal(Phase.Delivery);
    const balances = await Promise.all(m.bidders.map(m.balanceOf));
    const stillLocked = [0, 100, 0, 110, 110, 120].map(usdc);
    expect(balances.map(({ locked }) => locked)).to.deep.equal(stillLocked);
    await house.write.releaseTiedBid([leadId, 1, usdc(100), 0n]);
    await house.write.releaseTiedBid([leadId, 1, usdc(110), 1n]);
    await house.write.releaseTiedBid([leadId, 1, usdc(110), 0n]);
    await house.write.deliver([...(await m.deliveryTo(leadId, m.bidders[5]))]);
    const totals = await m.vaultTotals(m.everybody);
    expect(totals).to.deep.equal({ ...totals, locked: 0n, free: totals.liabilities });
  });

  it("ends the same whether beaten ties are freed before or after the delivery", async () => {
    const m = await auctionMarket();
    const { house } = m;
    const [first, second, third] = m.bidders;
    const { leadId } = await m.auctionOff([
      [first, BID],
      [second, BID],
      [third, BID],
    ]);
    await m.drawWord(leadId, 2n);
    await house.write.resolveTie([leadId]);
    const delivery = await m.deliveryTo(leadId, third);
    const release = () => house.write.releaseTiedBid([leadId, 1, BID, 0n]);
    const deliver = () => house.write.deliver([...delivery]);
    const start = await networkHelpers.takeSnapshot();
    const outcomes = [];
    for (const exits of [
      [release, deliver],
      [deliver, release],
    ]) {
      for (const exit of exits) await exit();
      outcomes.push(await Promise.all(m.everybody.map(m.balanceOf)));
      await start.restore();
    }
    expect(outcomes[1]).to.deep.equal(outcomes[0]);
  });

  it("keeps the words of two tied leads apart", async () => {
    const m = await auctionMarket();
    const [first, second] = m.bidders;
    const bids = [
      [first, BID],
      [second, BID],
    ] as const;
    const one = await m.list();
    const two = await m.list();
    const sealed = [];
    for (const { leadId } of [one, two]) {
      for (const [bidder, amount] of bids) {
        const { opening } = await m.commit(leadId, bidder, amount);
        sealed.push({ leadId, opening });
      }
    }
    await m.toReveal(two.leadId);
    for (const { leadId, opening } of sealed) await m.house.write.revealBid([leadId, opening]);
    await m.house.write.requestTieBreak([one.leadId]);
    await m.house.write.requestTieBreak([two.leadId]);
    await m.fulfil(two.leadId, 1n);
    await m.fulfil(one.leadId, 0n);
    for (const [{ leadId }, winner] of [
      [one, first],
      [two, second],
    ] as const) {
      await m.house.write.resolveTie([leadId]);
      const { leader } = await m.house.read.auctionOf([leadId]);
      expect(leader).to.equal(winner.address);
    }
  });

  it("can tie again, with a new word, when the lead is listed again", async () => {
    const m = await auctionMarket();
    const { house, tieBreaker } = m;
    const [first, second, third, fourth] = m.bidders;
    const { leadId } = await m.auctionOff([
      [first, BID],
      [second, BID],
    ]);
    await m.drawWord(leadId, 0n);
    await house.write.resolveTie([leadId]);
    await m.toRefund(leadId);
    await house.write.refund([leadId]);
    await m.listAgain(leadId);
    await m.runBids(leadId, [
      [third, BID],
      [fourth, BID],
    ]);
    await m.drawWord(leadId, 1n);
    await house.write.resolveTie([leadId]);
    await house.write.releaseTiedBid([leadId, 1, BID, 0n]);
    await house.write.deliver([...(await m.deliveryTo(leadId, fourth))]);

    expect((await tieBreaker.read.tieBreakOf([leadId, 1])).word).to.equal(0n);
    expect((await tieBreaker.read.tieBreakOf([leadId, 2])).word).to.equal(1n);
    expect(await m.ownerOf(leadId)).to.equal(fourth.address);
    const totals = await m.vaultTotals(m.everybody);
    expect(totals).to.deep.equal({ ...totals, locked: 0n, free: totals.liabilities });
  });
});
