import { expect } from "chai";
import type { Hex } from "viem";

import { Phase, RevealFault, RevealOutcome } from "../../../deploy/sdk/codes/enums.ts";
import { openAccount } from "../../../deploy/local/party.ts";
import type { Opening } from "../../../deploy/sdk/bid/sealedBid.ts";
import { by, networkHelpers, viem } from "../../fixtures/auctionHouse.ts";
import { complianceMarket, SANCTIONED, traderGrant } from "../../fixtures/compliance.ts";
import { DEPOSIT, ROOT, usdc } from "../../fixtures/market.ts";
import { shuffled } from "../model/move.ts";
import { Revert } from "../model/revert.ts";

const SALT: Hex = `0x${"5a".repeat(32)}`;
/** An account of the node that the market does not use. */
const FREE_ACCOUNT = 15;
/** When the last opening comes, seconds after the start of the reveal phase. */
const LAST_OPENING = 300;
/** The error of a single call where a batch names a fault. */
const FAULTS: Readonly<Record<string, number>> = {
  AuctionHouse_NoCommitment: RevealFault.NoCommitment,
  AuctionHouse_WrongOpening: RevealFault.WrongOpening,
  AuctionHouse_ZeroBid: RevealFault.ZeroBid,
  AuctionHouse_UnfundedBid: RevealFault.Unfunded,
};

/** An opening that is skipped: whose, and why. */
type Skip = readonly [bidder: string, fault: number];

/** A lead in its reveal phase with a bid for every outcome. */
async function sealedBids() {
  const m = await complianceMarket();
  const { leadId } = await m.list();
  const { reserve, commitEnd } = await m.house.read.auctionOf([leadId]);
  const [first, higher, equal, lower, low, barred] = m.bidders;
  const open = async (bidder: typeof first, amount: bigint) =>
    (await m.commit(leadId, bidder, amount)).opening;
  const openings = {
    leads: await open(first, usdc(110)),
    overtakes: await open(higher, usdc(120)),
    ties: await open(equal, usdc(120)),
    isOutbid: await open(lower, usdc(105)),
    isLow: await open(low, reserve - 1n),
    isBarred: await open(barred, usdc(130)),
  };
  const accounts = [m.seller, ...m.bidders, m.treasury, m.anyone];

  /** All visible state of the round, the money and the passes. */
  const seen = async () => ({
    auction: await m.house.read.auctionOf([leadId]),
    tied: await m.house.read.tiedBidders([leadId, 1, usdc(120)]),
    commitments: await Promise.all(
      accounts.map(({ address }) => m.house.read.commitmentIn([leadId, 1, address])),
    ),
    balances: await Promise.all(accounts.map(m.balanceOf)),
    passes: await Promise.all(accounts.map(m.remembers)),
    liabilities: await m.vault.read.liabilities(),
  });
  const logsOf = async (hash: Hex) => {
    const { logs } = await m.publicClient.waitForTransactionReceipt({ hash });
    return logs.map(({ address, data, topics }) => ({ address, data, topics }));
  };
  const lastOpeningIsDue = () =>
    networkHelpers.time.setNextBlockTimestamp(commitEnd + LAST_OPENING);

  /** Opens all in one batch: its events, what it skips, and the state afterwards. */
  async function together(all: readonly Opening[]) {
    await lastOpeningIsDue();
    const logs = await logsOf(await m.house.write.revealBids([leadId, all]));
    const skipped = await m.house.getEvents.RevealSkipped({ leadId });
    const skips = skipped.map(({ args }): Skip => [args.bidder ?? "", args.fault ?? 0]);
    const skipTopic = skipped[0]?.topics[0];
    const told = logs.filter(({ topics }) => skipTopic === undefined || topics[0] !== skipTopic);
    return { told, skips, seen: await seen() };
  }

  /** Opens each in a call of its own, the last when the batch came. */
  async function oneByOne(all: readonly Opening[]) {
    const told = [];
    const skips: Skip[] = [];
    for (const [index, opening] of all.entries()) {
      if (index === all.length - 1) await lastOpeningIsDue();
      try {
        told.push(...(await logsOf(await m.house.write.revealBid([leadId, opening]))));
      } catch (error) {
        const { message } = Revert.from(error, m.house.abi);
        skips.push([opening.bidder, FAULTS[message] ?? -1]);
      }
    }
    // A refused single call leaves no trace, but takes time.
    return { told, skips, seen: await seen() };
  }

  /** A batch and single calls do the same. The batch names each fault, but skips openings without a commitment silently. */
  async function expectSame(all: readonly Opening[]) {
    const start = await networkHelpers.takeSnapshot();
    const single = await oneByOne(all);
    await start.restore();
    const batch = await together(all);
    const named = single.skips.filter(([, fault]) => fault !== RevealFault.NoCommitment);
    expect(batch.skips).to.deep.equal(named);
    expect(batch.told).to.deep.equal(single.told);
    expect(batch.seen).to.deep.equal(single.seen);
    await start.restore();
    return { ...batch, skips: single.skips };
  }

  /** The outcomes in a batch's events, by bidder. */
  async function outcomesOf(all: readonly Opening[]) {
    await m.house.write.revealBids([leadId, all]);
    const revealed = await m.house.getEvents.BidRevealed({ leadId });
    return revealed.map(({ args }) => args.outcome);
  }

  /** Sanctions the bidder to bar, and begins the reveal phase. */
  async function toReveal() {
    await m.grant(barred, SANCTIONED);
    await m.toReveal(leadId);
  }
  return { ...m, leadId, openings, barred, open, toReveal, seen, expectSame, outcomesOf };
}

/** The same, and a bid for every fault. */
async function sealedAndFaulty() {
  const m = await sealedBids();
  const { leadId, seller, house } = m;
  const isUnfunded = await m.open(seller, usdc(125));
  const { free } = await m.balanceOf(seller);
  await m.vault.write.withdraw([seller.address, free], by(seller));

  const wallet = (await viem.getWalletClients())[FREE_ACCOUNT];
  if (wallet === undefined) throw new Error("The node has too few accounts.");
  const idle = await openAccount(m.client, "idle", wallet, DEPOSIT);
  await m.admit(traderGrant(idle.address, [ROOT]));
  const zero = { bidder: idle.address, amount: 0n, salt: SALT };
  const commitment = await house.read.commitmentOf([leadId, 1, idle.address, 0n, SALT]);
  await m.place(leadId, idle, commitment);
  const isWrong = { ...m.openings.leads, salt: SALT };
  const hasNone = { ...zero, bidder: m.treasury.address };
  await m.toReveal();
  return { ...m, faulty: { isWrong, isZero: zero, isUnfunded, hasNone } };
}

describe("AuctionHouse.revealBids, compared with single calls", () => {
  it("should come by every outcome and every fault in what follows", async () => {
    const m = await sealedAndFaulty();
    const { isWrong, isZero, isUnfunded, hasNone } = m.faulty;
    const all = [...Object.values(m.openings), isWrong, isZero, isUnfunded, hasNone];
    const { skips } = await m.expectSame(all);
    expect(await m.outcomesOf(all)).to.deep.equal([
      RevealOutcome.Leading,
      RevealOutcome.Leading,
      RevealOutcome.Tied,
      RevealOutcome.Outbid,
      RevealOutcome.BelowReserve,
      RevealOutcome.Barred,
    ]);
    expect(skips).to.deep.equal([
      // Opened before: no commitment is left to compare the wrong opening with.
      [isWrong.bidder, RevealFault.NoCommitment],
      [isZero.bidder, RevealFault.ZeroBid],
      [isUnfunded.bidder, RevealFault.Unfunded],
      [hasNone.bidder, RevealFault.NoCommitment],
    ]);
  });

  it("should name a wrong opening, and still take the right one", async () => {
    const m = await sealedAndFaulty();
    const { isWrong } = m.faulty;
    const { skips } = await m.expectSame([isWrong, m.openings.leads, isWrong]);
    expect(skips).to.deep.equal([
      [isWrong.bidder, RevealFault.WrongOpening],
      [isWrong.bidder, RevealFault.NoCommitment],
    ]);
  });

  for (const order of [1, 2, 3, 4, 5]) {
    it(`should tell and do the same in a batch, order ${order}`, async () => {
      const m = await sealedAndFaulty();
      const all = [...Object.values(m.openings), ...Object.values(m.faulty)];
      await m.expectSame(shuffled(all, order));
    });

    it(`should end the phase as the last single call would, order ${order}`, async () => {
      const m = await sealedBids();
      await m.toReveal();
      const { seen } = await m.expectSame(shuffled(Object.values(m.openings), order));
      expect(seen.auction.phase).to.equal(Phase.TieBreak);
    });
  }

  it("should ask the gate for the same bids where no pass is remembered", async () => {
    const m = await sealedBids();
    await m.toReveal();
    await m.gate.write.invalidateAll({ account: m.compliance.account });
    const { told, seen } = await m.expectSame(Object.values(m.openings));
    const byGate = told.filter(({ address }) => address === m.gate.address.toLowerCase());
    expect(byGate.length).to.be.greaterThanOrEqual(3);
    expect(seen.passes.filter(Boolean)).to.have.length(3);
  });

  it("should free a bid that is overtaken in the batch, and one that was overtaken before", async () => {
    const m = await sealedBids();
    await m.toReveal();
    const { isOutbid, leads, overtakes } = m.openings;
    await m.house.write.revealBid([m.leadId, isOutbid]);
    const { seen } = await m.expectSame([leads, overtakes]);
    const locked = seen.balances.map((balance) => balance.locked);
    const { bidBond, deliveryBond } = seen.auction;
    expect(locked).to.deep.equal([
      ...[deliveryBond, 0n, usdc(120), bidBond, 0n, bidBond, bidBond],
      ...[0n, 0n],
    ]);
  });

  it("should keep an unfunded bid sealed: it opens after a top-up, and may lead", async () => {
    const m = await sealedAndFaulty();
    const { isUnfunded } = m.faulty;
    const all = [...Object.values(m.openings), isUnfunded];
    await m.house.write.revealBids([m.leadId, all]);
    const { pendingCommitments, bidBond } = await m.house.read.auctionOf([m.leadId]);
    expect(pendingCommitments).to.equal(2);

    const missing = isUnfunded.amount - bidBond;
    await m.usdc.write.approve([m.vault.address, missing], by(m.seller));
    await m.vault.write.deposit([missing], by(m.seller));
    const { seen } = await m.expectSame(all);
    expect(seen.auction.leader).to.equal(m.seller.address);
    expect(seen.balances[0]).to.deep.include({ free: 0n });
    expect(seen.balances.at(2)).to.deep.equal({ free: DEPOSIT, locked: 0n });
  });
});
