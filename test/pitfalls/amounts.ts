import { expect } from "chai";
import { encodeFunctionData, numberToHex, parseEventLogs } from "viem";

import { Phase } from "../../deploy/sdk/codes/enums.ts";
import { freshMarket, networkHelpers, TERMS, viem } from "../fixtures/auctionHouse.ts";
import { FORFEIT_DELAY } from "../fixtures/auctionSteps.ts";
import { DEPOSIT, usdc } from "../fixtures/market.ts";

const { assertions } = viem;
const MAX_UINT64 = 2n ** 64n - 1n;
const ONE_UNIT = 1n;

describe("Pitfalls of amounts, ids and states", () => {
  it("6 unchecked downcast: amounts beyond their type are refused, never wrapped", async () => {
    const m = await freshMarket();
    const { leadId } = await m.listLead();
    const { leadId: unlisted } = await m.listLead({}, { autoList: false });
    const [huge, wrapped] = m.bidders;
    const largest = await m.commit(leadId, huge, MAX_UINT64);
    const { opening } = await m.commit(leadId, wrapped, usdc(100));
    await m.toReveal(leadId);
    await assertions.revertWithCustomErrorWithArgs(
      m.house.write.revealBid([leadId, largest.opening]),
      m.house,
      "AuctionHouse_UnfundedBid",
      [leadId, huge.address, MAX_UINT64, DEPOSIT],
    );

    const { abi, address } = m.house;
    const call = encodeFunctionData({ abi, functionName: "revealBid", args: [leadId, opening] });
    const [fits, overflows] = [opening.amount, opening.amount + 2n ** 64n].map((amount) =>
      numberToHex(amount, { size: 32 }).slice(2),
    );
    const data = `0x${call.slice(2).replace(fits ?? "", overflows ?? "")}` as const;
    await assertions.revert(m.deployer.sendTransaction({ to: address, data }));

    const doubled = { ...TERMS, baseReserve: MAX_UINT64, qualityPremiumBps: 10_000 };
    const { score, vertical } = await m.nft.read.leadOf([unlisted]);
    const { multiplierBps: multiplier } = await m.pricer.read.quoteOf([vertical]);
    const base = MAX_UINT64 + (MAX_UINT64 * 10_000n * BigInt(score)) / 10n ** 8n;
    await assertions.revertWithCustomErrorWithArgs(
      m.house.write.createAuction([unlisted, doubled], { account: m.seller.wallet.account }),
      m.vault,
      "SafeCastOverflowedUintDowncast",
      [64, (base * BigInt(multiplier)) / 10_000n],
    );
  });

  it("7 id used before assignment: every event and record of a mint, a listing and a word has its final id", async () => {
    const m = await freshMarket();
    const { leadId, receipt } = await m.listLead();
    expect(leadId).to.equal(1n);
    const abi = [...m.nft.abi, ...m.house.abi, ...m.vault.abi, ...m.verifier.abi];
    const logs = parseEventLogs({ abi, logs: receipt.logs });
    const ids = logs.flatMap(({ args }) => ("leadId" in args ? [args.leadId] : []));
    expect(ids.length).to.equal(3);
    expect(new Set(ids)).to.deep.equal(new Set([leadId]));
    expect(await m.house.read.phaseOf([0n])).to.equal(Phase.None);

    const [first, second] = m.bidders;
    await m.runBids(leadId, [
      [first, usdc(100)],
      [second, usdc(100)],
    ]);
    await m.house.write.requestTieBreak([leadId]);
    const [asked] = await m.coordinator.getEvents.RandomWordsRequested();
    const { requestId } = await m.tieBreaker.read.tieBreakOf([leadId, 1]);
    expect(requestId).to.equal(asked?.args.requestId);
    expect(requestId).not.to.equal(0n);
  });

  it("8 state guessed from a price value: an only bid is a sale, opened bids below the reserve are none", async () => {
    const m = await freshMarket();
    const { leadId: sold } = await m.listLead();
    const { leadId: unsold, disclosure } = await m.listLead();
    const [only, low] = m.bidders;
    const below = await m.commit(unsold, low, usdc(84));
    await m.runBids(sold, [[only, usdc(150)]]);
    const auction = await m.house.read.auctionOf([sold]);
    expect(auction).to.include({ phase: Phase.Delivery, tiedBids: 0, price: usdc(150) });

    await m.house.write.revealBid([unsold, below.opening]);
    expect(await m.house.read.phaseOf([unsold])).to.equal(Phase.Unsold);
    await m.house.write.closeUnsold([unsold]);
    await m.house.write.createAuction([unsold, disclosure.submission.terms], {
      account: m.seller.wallet.account,
    });
    expect(await m.house.read.auctionOf([unsold])).to.include({
      phase: Phase.Commit,
      round: 2,
      leadingBid: 0n,
      price: 0n,
    });
  });

  it("9 seller paid by another formula than the buyer is charged: both sides agree", async () => {
    const m = await freshMarket();
    const { leadId } = await m.listLead();
    const [buyer, other] = m.bidders;
    const { treasury } = m.accounts;
    await m.runBids(leadId, [
      [other, usdc(110.000_001)],
      [buyer, usdc(133.333_333)],
    ]);
    const { price } = await m.house.read.auctionOf([leadId]);
    await m.house.write.deliver([...(await m.deliveryTo(leadId, buyer))]);

    const paid = DEPOSIT - (await m.balanceOf(buyer)).free;
    const got = (await m.balanceOf(m.seller)).free - DEPOSIT;
    const fee = await m.vault.read.freeOf([treasury]);
    expect(paid).to.equal(price);
    expect(price).to.equal(usdc(133.333_333));
    expect(got + fee).to.equal(paid);
  });

  it("10 tie rule differs between reveal and settle: only equal bids tie, in any order, and no tie is delivered unresolved", async () => {
    const m = await freshMarket();
    const [a, b, c] = m.bidders;
    const [equal, more] = [usdc(100), usdc(100) + ONE_UNIT];
    for (const order of [
      [equal, equal, more],
      [more, equal, equal],
      [equal, more, equal],
    ]) {
      const { leadId } = await m.listLead();
      const bids = [a, b, c].map((bidder, i) => [bidder, order[i] ?? equal] as const);
      await m.runBids(leadId, bids);
      const auction = await m.house.read.auctionOf([leadId]);
      expect(auction).to.include({ phase: Phase.Delivery, leadingBid: more, tiedBids: 0 });
    }

    const { leadId } = await m.listLead();
    await m.runBids(leadId, [
      [a, equal],
      [b, more],
      [c, more],
    ]);
    expect(await m.house.read.auctionOf([leadId])).to.include({
      phase: Phase.TieBreak,
      tiedBids: 1,
    });
    await assertions.revertWithCustomErrorWithArgs(
      m.house.write.deliver([...(await m.deliveryTo(leadId, b))]),
      m.house,
      "AuctionHouse_WrongPhase",
      [leadId, Phase.TieBreak],
    );
  });

  it("14 settlement loop out of gas: delivery costs the same with one bid and with six", async () => {
    const m = await freshMarket();
    const costs: number[] = [];
    for (const count of [1, 6]) {
      const { leadId } = await m.listLead();
      const bids = m.bidders.slice(0, count).map((bidder, i) => [bidder, usdc(100 + i)] as const);
      await m.runBids(leadId, bids);
      const buyer = m.bidders[count - 1] ?? m.bidders[0];
      const hash = await m.house.write.deliver([...(await m.deliveryTo(leadId, buyer))]);
      costs.push(Number(await m.gasOf(hash)));
    }
    const [one = 0, six = 0] = costs;
    expect(six).to.be.lessThan(one + 1_000);
  });

  it("23 locked counter not decremented: nothing stays locked after withdrawals, ties, a sale and forfeits", async () => {
    const m = await freshMarket();
    const { leadId } = await m.listLead();
    const [gone, silent, ...tied] = m.bidders;
    await m.commit(leadId, gone, usdc(100));
    await m.house.write.withdrawBid([leadId], { account: gone.wallet.account });
    await m.commit(leadId, silent, usdc(200));
    await m.runBids(leadId, [
      ...tied.slice(0, 3).map((bidder) => [bidder, usdc(100)] as const),
      [tied[3], usdc(120)],
    ]);
    await m.toRevealEnd(leadId);
    await m.house.write.releaseTiedBid([leadId, 1, usdc(100), 0n]);
    await m.house.write.releaseTiedBid([leadId, 1, usdc(100), 1n]);
    await m.house.write.deliver([...(await m.deliveryTo(leadId, tied[3]))]);
    await networkHelpers.time.increase(FORFEIT_DELAY);
    await m.house.write.forfeitBond([leadId, 1, silent.address]);
    for (const { address, name } of [m.seller, ...m.bidders]) {
      expect(await m.vault.read.lockedOf([address]), name).to.equal(0n);
    }
  });
});
