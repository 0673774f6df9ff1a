import { expect } from "chai";

import type { Party } from "../../deploy/local/party.ts";
import { by, createAuction, networkHelpers, TERMS, viem } from "../fixtures/auctionHouse.ts";
import { auctionMarket } from "../fixtures/auctionSteps.ts";
import { carryBid, draftBid, signBid } from "../fixtures/gaslessBid.ts";
import { DEPOSIT, usdc } from "../fixtures/market.ts";

const { assertions } = viem;
const TIP = usdc(0.25);

/** A market, and what a group of accounts owns in it together. */
async function withGroups() {
  const m = await auctionMarket();
  const wealthOf = async (...group: readonly Pick<Party, "address">[]) => {
    const balances = await Promise.all(group.map(m.balanceOf));
    return balances.reduce((sum, { free, locked }) => sum + free + locked, 0n);
  };
  return { ...m, wealthOf };
}

describe("Pitfalls of terms and prices", () => {
  it("a seller lists again with a huge reserve between a bidder's read and its transaction: bids name their round", async () => {
    const m = await withGroups();
    const { leadId } = await m.list();
    const [bidder] = m.bidders;
    const { commitment } = await m.seal(leadId, bidder, usdc(120));
    const signed = await draftBid({ ...m, leadId }, bidder.address);
    const signature = await signBid({ ...m, leadId }, bidder.wallet, signed);
    await m.house.write.cancelAuction([leadId], by(m.seller));
    await createAuction(m, leadId, { ...TERMS, baseReserve: usdc(98_150) });

    const refused = ["AuctionHouse_WrongRound", [leadId, 1, 2]] as const;
    await assertions.revertWithCustomErrorWithArgs(
      m.house.write.commitBid([leadId, 1, commitment, "0x"], by(bidder)),
      m.house,
      refused[0],
      [...refused[1]],
    );
    await assertions.revertWithCustomErrorWithArgs(
      carryBid({ ...m, leadId }, signed, signature),
      m.house,
      refused[0],
      [...refused[1]],
    );
    expect(await m.balanceOf(bidder)).to.deep.equal({ free: DEPOSIT, locked: 0n });
  });

  it("a ladder of own bids whose hidden rungs come back as a rebate: every rung costs its bond, whoever triggers the forfeit", async () => {
    const m = await withGroups();
    const { leadId, auction } = await m.list();
    const [low, middle, high, honest] = m.bidders;
    const group = [low, middle, high];
    const opened = await m.commit(leadId, low, usdc(101));
    await m.commit(leadId, middle, usdc(150));
    await m.commit(leadId, high, usdc(300));
    const rival = await m.commit(leadId, honest, usdc(100));
    const before = await m.wealthOf(...group);
    await m.toReveal(leadId);
    for (const { opening } of [rival, opened]) await m.house.write.revealBid([leadId, opening]);
    await m.toForfeits(leadId);
    for (const rung of [middle, high]) {
      await m.house.write.forfeitBond([leadId, 1, rung.address], by(low));
    }
    await m.house.write.deliver([...(await m.deliveryTo(leadId, low))]);
    const rungs = 2n * (auction.bidBond - TIP);
    expect(await m.wealthOf(...group)).to.equal(before - usdc(101) - rungs);
    expect((await m.balanceOf(m.treasury)).free).to.equal(rungs + usdc(101) / 20n);
  });

  it("a seller's shill raises the price with money that is there for one transaction: the winner pays its own bid, no more", async () => {
    for (const shillBid of [undefined, usdc(139)]) {
      const m = await withGroups();
      const { leadId } = await m.list();
      const [buyer, shill] = m.bidders;
      const bids = [await m.commit(leadId, buyer, usdc(140))];
      if (shillBid !== undefined) bids.push(await m.commit(leadId, shill, shillBid));
      await m.toReveal(leadId);
      for (const { opening } of bids) await m.house.write.revealBid([leadId, opening]);
      await m.house.write.deliver([...(await m.deliveryTo(leadId, buyer))]);
      expect((await m.balanceOf(buyer)).free).to.equal(DEPOSIT - usdc(140));
    }
  });

  it("a seller cancels for free after it has seen the bids, by winning through another account: half of its bond goes to the treasury", async () => {
    const m = await withGroups();
    const { leadId, auction } = await m.list();
    const [second, honest] = m.bidders;
    const before = await m.wealthOf(m.seller, second);
    await m.runBids(leadId, [
      [honest, usdc(120)],
      [second, usdc(9_000)],
    ]);
    await m.toRefund(leadId);
    await m.house.write.refund([leadId]);
    expect(await m.wealthOf(m.seller, second)).to.equal(before - auction.deliveryBond / 2n);
    expect((await m.balanceOf(m.treasury)).free).to.equal(auction.deliveryBond / 2n);
  });

  it("a seller buys its own lead and sells it a second time: a lead is sold once", async () => {
    const m = await withGroups();
    const { leadId } = await m.auctionOff([[m.seller, usdc(120)]]);
    await m.house.write.deliver([...(await m.deliveryTo(leadId, m.seller))]);
    await assertions.revertWithCustomErrorWithArgs(
      m.listAgain(leadId),
      m.house,
      "AuctionHouse_AlreadySold",
      [leadId],
    );
  });

  it("dust bids keep a seller from cancelling for nothing: each one opened costs the tip, each one hidden its bond", async () => {
    const m = await withGroups();
    const { leadId, auction } = await m.list();
    const [dust, hidden] = m.bidders;
    const { opening } = await m.commit(leadId, dust, 1n);
    await m.commit(leadId, hidden, 1n);
    await m.toReveal(leadId);
    await m.house.write.revealBid([leadId, opening]);
    await m.toForfeits(leadId);
    await m.house.write.forfeitBond([leadId, 1, hidden.address]);
    expect(await m.wealthOf(dust)).to.equal(DEPOSIT - TIP);
    expect(await m.wealthOf(hidden)).to.equal(DEPOSIT - auction.bidBond);
  });

  it("a stale signature overwrites a later bid: it names what it replaces, and a withdrawal burns it", async () => {
    const m = await withGroups();
    const { leadId } = await m.list();
    const at = { ...m, leadId };
    const [bidder] = m.bidders;
    const signed = await draftBid(at, bidder.address);
    const signature = await signBid(at, bidder.wallet, signed);
    const later = await m.commit(leadId, bidder, usdc(150));
    await assertions.revertWithCustomErrorWithArgs(
      carryBid(at, signed, signature),
      m.house,
      "AuctionHouse_WrongReplaced",
      [leadId, bidder.address, signed.replaced, later.commitment],
    );
    await m.house.write.withdrawBid([leadId], by(bidder));
    await assertions.revertWithCustomErrorWithArgs(
      carryBid(at, signed, signature),
      m.house,
      "AuctionHouse_InvalidSignature",
      [bidder.address],
    );
    await networkHelpers.time.increase(1);
    await m.commit(leadId, bidder, usdc(120));
    expect((await m.house.read.auctionOf([leadId])).pendingCommitments).to.equal(1);
  });
});
