import { expect } from "chai";

import { Phase } from "../../deploy/sdk/codes/enums.ts";
import { networkHelpers, viem } from "../fixtures/auctionHouse.ts";
import { auctionMarket, DAY } from "../fixtures/auctionSteps.ts";
import { usdc } from "../fixtures/market.ts";

const { assertions } = viem;
const BID = usdc(120);
/** `IReservePricer.FeedFault.FeedUnreadable`. */
const FEED_UNREADABLE = 7;

/**
 * A minted lead, and then a chain on which no oracle is left: feeds, sequencer feed, VRF coordinator and forwarder have no code. The
 * lead is listed after that.
 */
async function deadOracles() {
  const m = await auctionMarket();
  const { leadId } = await m.listLead({}, { autoList: false });
  for (const oracle of [m.btcFeed, m.ethFeed, m.sequencerFeed, m.coordinator, m.forwarder]) {
    await networkHelpers.setCode(oracle.address, "0x");
  }
  await m.listAgain(leadId);

  /** Everything is over: the lead in its terminal state, no money locked, every USDC accounted for. */
  async function expectEnd(phase: number, owner: { readonly address: string }) {
    const auction = await m.house.read.auctionOf([leadId]);
    expect([auction.phase, auction.closed]).to.deep.equal([phase, true]);
    expect(await m.ownerOf(leadId)).to.equal(owner.address);
    const { balance, liabilities, free, locked } = await m.vaultTotals(m.everybody);
    expect([locked, free, liabilities]).to.deep.equal([0n, liabilities, balance]);
  }

  /** Two equal bids beside one that stays sealed. */
  async function tie() {
    const [first, second, silent] = m.bidders;
    const sealed = [await m.commit(leadId, first, BID), await m.commit(leadId, second, BID)];
    await m.commit(leadId, silent, BID);
    await m.toReveal(leadId);
    for (const { opening } of sealed) await m.house.write.revealBid([leadId, opening]);
    await m.toRevealEnd(leadId);
    return { first, second, silent };
  }

  return { ...m, leadId, expectEnd, tie };
}

describe("with every oracle dead (invariant 5)", () => {
  it("lists a lead at the base reserve and says why", async () => {
    const { house, leadId, seller } = await deadOracles();
    const [created] = await house.getEvents.AuctionCreated({ leadId });
    expect(created?.args.quote?.fault).to.equal(FEED_UNREADABLE);
    expect(created?.args.quote?.multiplierBps).to.equal(10_000);
    expect(created?.args.reserve).to.equal(usdc(85));
    expect(created?.args.seller).to.equal(seller.address);
  });

  it("reaches Sold", async () => {
    const { house, leadId, bidders, ...m } = await deadOracles();
    await m.runBids(leadId, [[bidders[0], BID]]);
    await house.write.deliver([...(await m.deliveryTo(leadId, bidders[0]))]);
    await m.expectEnd(Phase.Sold, bidders[0]);
  });

  it("reaches Sold after a tie, by its time-out", async () => {
    const { house, leadId, ...m } = await deadOracles();
    const { first, silent } = await m.tie();
    await assertions.revert(house.write.requestTieBreak([leadId]));
    await networkHelpers.time.increase(DAY);
    await house.write.resolveTie([leadId]);
    await house.write.deliver([...(await m.deliveryTo(leadId, first))]);
    await house.write.releaseTiedBid([leadId, 1, BID, 0n]);
    await house.write.forfeitBond([leadId, 1, silent.address]);
    await m.expectEnd(Phase.Sold, first);
  });

  it("reaches Unsold, though bidders are silent", async () => {
    const { house, leadId, bidders, seller, ...m } = await deadOracles();
    await m.commit(leadId, bidders[0], BID);
    await m.toRevealEnd(leadId);
    await house.write.closeUnsold([leadId]);
    await m.toForfeits(leadId);
    await house.write.forfeitBond([leadId, 1, bidders[0].address]);
    await m.expectEnd(Phase.Unsold, seller);
  });

  it("reaches Undelivered, though the seller is dead too", async () => {
    const { house, leadId, bidders, seller, ...m } = await deadOracles();
    await m.runBids(leadId, [[bidders[0], BID]]);
    await m.toRefund(leadId);
    await house.write.refund([leadId]);
    await m.expectEnd(Phase.Undelivered, seller);
  });

  it("reaches Undelivered after a tie, though nobody answers for days", async () => {
    const { house, leadId, seller, ...m } = await deadOracles();
    const { silent } = await m.tie();
    await networkHelpers.time.increase(3 * DAY);
    await house.write.resolveTie([leadId]);
    await m.toRefund(leadId);
    await house.write.releaseTiedBid([leadId, 1, BID, 0n]);
    await house.write.forfeitBond([leadId, 1, silent.address]);
    await house.write.refund([leadId]);
    await m.expectEnd(Phase.Undelivered, seller);
  });

  it("reaches Voided, though nobody else acts for a week", async () => {
    const { house, leadId, seller, ...m } = await deadOracles();
    const { silent } = await m.tie();
    await networkHelpers.time.increase(7 * DAY);
    await house.write.voidAuction([leadId]);
    await house.write.releaseTiedBid([leadId, 1, BID, 0n]);
    await house.write.forfeitBond([leadId, 1, silent.address]);
    await m.expectEnd(Phase.Voided, seller);
  });

  it("lets everybody withdraw everything", async () => {
    const { house, vault, leadId, bidders, seller, ...m } = await deadOracles();
    await m.toReveal(leadId);
    await house.write.closeUnsold([leadId]);
    for (const { address, wallet } of [seller, ...bidders]) {
      const { free } = await m.balanceOf({ address });
      await vault.write.withdraw([address, free], { account: wallet.account });
    }
    expect(await m.usdc.read.balanceOf([vault.address])).to.equal(0n);
    expect(await vault.read.liabilities()).to.equal(0n);
  });
});
