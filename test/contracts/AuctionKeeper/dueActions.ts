import { expect } from "chai";

import { encodeKeeperAction } from "../../../deploy/sdk/report/keeperReport.ts";
import { networkHelpers, viem } from "../../fixtures/auctionHouse.ts";
import { DAY, passUntil } from "../../fixtures/auctionSteps.ts";
import { KEEPER_CASES } from "../../fixtures/keeperCases.ts";
import { keeperMarket } from "../../fixtures/keeper.ts";
import { usdc } from "../../fixtures/market.ts";

const { assertions } = viem;
const BID = usdc(120);

/** Leads that end without a bid. */
async function unsoldLeads(count: number) {
  const m = await keeperMarket();
  const lists = [];
  for (let i = 0; i < count; i++) lists.push(await m.list());
  const ends = lists.map(({ auction }) => auction.commitEnd);
  return { m, leadIds: lists.map(({ leadId }) => leadId), end: Math.max(...ends) };
}

describe("AuctionKeeper.dueActions", () => {
  for (const [what, setUp] of Object.entries(KEEPER_CASES)) {
    describe(`given ${what}`, () => {
      it("should not name it before it is due, hinted at or not", async () => {
        const { m, action } = await setUp();
        expect((await m.dueOn(1n, 10n)).actions).to.not.deep.include(action);
        expect((await m.dueOn(1n, 10n, [action])).actions).to.not.deep.include(action);
      });

      it("should name it when it is due, and not when it is done", async () => {
        const { m, action, toDue, found } = await setUp();
        await toDue();
        const hints = found ? [] : [action];
        expect((await m.dueOn(1n, 10n, hints)).actions).to.deep.include(action);
        await m.perform([action]);
        expect((await m.dueOn(1n, 10n, hints)).actions).to.not.deep.include(action);
      });

      it("should name what `perform` then does, in that order", async () => {
        const { m, action, toDue } = await setUp();
        await toDue();
        const { actions } = await m.dueOn(1n, 10n, [action]);
        const outcome = await m.outcomeOf(await m.perform(actions));
        expect(outcome).to.deep.equal({ performed: actions.length, skipped: 0, left: 0 });
      });
    });
  }

  describe("given a tie that it can resolve", () => {
    it("should name the release of the losers behind the resolution", async () => {
      const m = await keeperMarket();
      const [first, second, third] = m.bidders;
      const { leadId } = await m.auctionOff([
        [first, BID],
        [second, BID],
        [third, BID],
      ]);
      await m.drawWord(leadId, 1n);
      expect(await m.due()).to.deep.equal([
        { kind: "ResolveTie", leadId },
        { kind: "ReleaseTiedBid", leadId, round: 1, amount: BID, index: 1n },
      ]);
    });
  });

  describe("given a tie that was delivered before its losers were released", () => {
    it("should still name their release", async () => {
      const m = await keeperMarket();
      const [first, second] = m.bidders;
      const { leadId } = await m.auctionOff([
        [first, BID],
        [second, BID],
      ]);
      await m.drawWord(leadId, 0n);
      await m.house.write.resolveTie([leadId]);
      await m.house.write.deliver([...(await m.deliveryTo(leadId, first))]);
      expect(await m.due()).to.deep.equal([
        { kind: "ReleaseTiedBid", leadId, round: 1, amount: BID, index: 0n },
      ]);
    });
  });

  describe("given a coordinator that refuses requests", () => {
    it("should not name a request that cannot work", async () => {
      const m = await keeperMarket();
      const { leadId } = await m.auctionOff([
        [m.bidders[0], BID],
        [m.bidders[1], BID],
      ]);
      await m.coordinator.write.removeConsumer([m.subscriptionId, m.tieBreaker.address]);
      expect(await m.due()).to.deep.equal([]);
      await m.coordinator.write.addConsumer([m.subscriptionId, m.tieBreaker.address]);
      expect(await m.due()).to.deep.equal([{ kind: "RequestTieBreak", leadId }]);
    });
  });

  describe("given an outage of the sequencer over the delivery's end", () => {
    it("should not name the refund before the house allows it", async () => {
      const m = await keeperMarket();
      const { leadId, auction } = await m.auctionOff([[m.bidders[0], BID]]);
      const cameUp = auction.deliveryEnd + 7_200;
      await m.sequencerWentDown(auction.deliveryEnd - 600);
      await m.sequencerCameUp(cameUp);
      expect(await m.due()).to.deep.equal([]);
      await passUntil(cameUp + 3_600);
      expect(await m.due()).to.deep.equal([{ kind: "RefundBuyer", leadId }]);
    });
  });

  describe("given pages", () => {
    it("should look at their leads alone, and say where the next one begins", async () => {
      const { m, leadIds, end } = await unsoldLeads(5);
      await passUntil(end);
      const closes = (...places: number[]) =>
        places.map((place) => ({ kind: "CloseUnsold", leadId: leadIds[place] }));
      expect(await m.dueOn(1n, 2n)).to.deep.equal({ actions: closes(0, 1), next: 3n });
      expect(await m.dueOn(3n, 2n)).to.deep.equal({ actions: closes(2, 3), next: 5n });
      expect(await m.dueOn(5n, 2n)).to.deep.equal({ actions: closes(4), next: 0n });
      expect(await m.dueOn(4n, 2n)).to.deep.equal({ actions: closes(3, 4), next: 0n });
      expect(await m.dueOn(6n, 2n)).to.deep.equal({ actions: [], next: 0n });
      expect(await m.dueOn(2n ** 256n - 1n, 2n ** 256n - 1n)).to.deep.equal({
        actions: [],
        next: 0n,
      });
      expect(await m.dueOn(1n, 0n)).to.deep.equal({ actions: [], next: 1n });
      expect(await m.dueOn(0n, 1n)).to.deep.equal({ actions: [], next: 1n });
    });
  });

  describe("given no leads", () => {
    it("should name the proof of reserves alone", async () => {
      const m = await keeperMarket();
      await networkHelpers.time.increase(DAY);
      const proof = { actions: [{ kind: "ProveReserves" }], next: 0n };
      expect(await m.dueOn(1n, 10n)).to.deep.equal(proof);
    });
  });

  describe("given hints that lie", () => {
    it("should name none of them, and the true one among them", async () => {
      const m = await keeperMarket();
      const { leadId } = await m.list();
      const [buyer, silent] = m.bidders;
      await m.commit(leadId, silent, BID);
      await m.toRevealEnd(leadId);
      await m.toForfeits(leadId);
      const bond = { kind: "ForfeitBond", leadId, round: 1, bidder: silent.address } as const;
      const lies = [
        { ...bond, bidder: buyer.address },
        { ...bond, round: 2 },
        { ...bond, leadId: 77n },
        { kind: "ReleaseTiedBid", leadId, round: 1, amount: BID, index: 0n },
        { kind: "VoidTie", leadId },
        { kind: "RefundBuyer", leadId },
      ] as const;
      const { actions } = await m.dueOn(1n, 0n, [...lies, bond, bond, ...lies]);
      expect(actions).to.deep.equal([bond]);
    });
  });

  describe("when it is called in a transaction", () => {
    it("should change nothing", async () => {
      const { m, end } = await unsoldLeads(1);
      await passUntil(end);
      const before = await m.vaultTotals(m.everybody);
      await m.keeper.write.dueActions([1n, 10n, []]);
      expect(await m.vaultTotals(m.everybody)).to.deep.equal(before);
      expect(await m.due()).to.have.length(1);
    });
  });

  describe("given too little gas for an action", () => {
    it("should name none and stay where it was", async () => {
      const { m, end } = await unsoldLeads(1);
      await passUntil(end);
      const { result } = await m.keeper.simulate.dueActions([1n, 10n, []], { gas: 500_000n });
      expect(result).to.deep.equal([[], 1n]);
    });
  });

  describe("given more gas than Automation gives", () => {
    it("should end before it has used up what Automation gives", async () => {
      const { m, end } = await unsoldLeads(2);
      await passUntil(end);
      // None of these works, and each is tried.
      const refund = encodeKeeperAction({ kind: "RefundBuyer", leadId: 1n });
      const hints = Array.from({ length: 1_000 }, () => refund);
      const hash = await m.keeper.write.dueActions([1n, 10n, hints], { gas: 2n ** 24n });
      expect(Number(await m.gasOf(hash))).to.be.lessThan(10_000_000);
    });
  });
});

describe("AuctionKeeper.preview", () => {
  it("reverts for everybody else, who could not read its result anyway", async () => {
    const m = await keeperMarket();
    await assertions.revertWithCustomErrorWithArgs(
      m.keeper.write.preview([1n, 1n, false, []]),
      m.keeper,
      "AuctionKeeper_UnauthorizedCaller",
      [m.anyone.address],
    );
  });

  it("reverts with its result for the keeper itself", async () => {
    const { m, leadIds, end } = await unsoldLeads(1);
    await passUntil(end);
    await networkHelpers.impersonateAccount(m.keeper.address);
    await assertions.revertWithCustomErrorWithArgs(
      m.keeper.simulate.preview([1n, 1n, false, []], { account: m.keeper.address }),
      m.keeper,
      "AuctionKeeper_Previewed",
      [[encodeKeeperAction({ kind: "CloseUnsold", leadId: leadIds[0] ?? 0n })], 0n],
    );
  });
});
