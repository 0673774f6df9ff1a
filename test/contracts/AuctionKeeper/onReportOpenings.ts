import { expect } from "chai";
import { concat, keccak256, parseEventLogs, stringToHex, type Hex } from "viem";

import { signReport, submitReport } from "../../../deploy/local/don/report.ts";
import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import {
  encodeOpeningsReport,
  MAX_OPENINGS,
  openingsGasLimit,
} from "../../../deploy/sdk/report/openingsReport.ts";
import { buildRawReport } from "../../../deploy/sdk/report/forwarderReport.ts";
import { viem } from "../../fixtures/auctionHouse.ts";
import { keeperMarket } from "../../fixtures/keeper.ts";
import { usdc } from "../../fixtures/market.ts";

const { assertions } = viem;

/** A lead with a bid of each amount, and a report of the workflow that scores leads on the first ones. */
async function sealedMarket(dollars: readonly number[] = [120, 150, 90]) {
  const m = await keeperMarket();
  const { leadId } = await m.list();
  const bids = [];
  for (const [index, amount] of dollars.entries()) {
    const bidder = m.bidders[index];
    if (bidder === undefined) throw new Error("There are six bidders.");
    bids.push(await m.commit(leadId, bidder, usdc(amount)));
  }
  const openings = bids.map(({ opening }) => opening);
  const destination = { chainSelector: 1n, receiver: m.keeper.address, observedAt: 1 };
  const body = (given = openings) => encodeOpeningsReport(leadId, given, destination);
  const metadata = concat([keccak256("0x01"), `0x${"02".repeat(10)}`, m.anyone.address, "0x0001"]);
  /** Carries a report through the real forwarder, with this number of the run. */
  const carry = async (report: Hex, gas: bigint) => {
    const rawReport = buildRawReport({ workflow: m.don.workflow, body: report, timestamp: 1 });
    return submitReport(await signReport(rawReport, m.don.signers), {
      transmitter: m.don.transmitter,
      publicClient: m.publicClient,
      forwarder: m.forwarder.address,
      receiver: m.keeper.address,
      gas,
    });
  };
  const outcomesOf = async (hash: Hex) => {
    const { logs } = await m.publicClient.waitForTransactionReceipt({ hash });
    const revealed = parseEventLogs({ abi: m.house.abi, eventName: "BidRevealed", logs });
    return revealed.map(({ args: { bidder, amount } }) => ({ bidder, amount }));
  };
  return { ...m, leadId, openings, body, metadata, carry, outcomesOf };
}

describe("AuctionKeeper.onReport of openings", () => {
  describe("given openings of all bids, carried by the real forwarder", () => {
    it("should reveal them, whichever workflow reports them, and use no number", async () => {
      const m = await sealedMarket();
      await m.toReveal(m.leadId);
      const { delivered, hash } = await m.carry(m.body(), openingsGasLimit(3));
      expect(delivered).to.equal(true);
      expect(await m.outcomesOf(hash)).to.deep.equal(
        m.openings.map(({ bidder, amount }) => ({ bidder, amount })),
      );
      const { phase, leader, leadingBid } = await m.house.read.auctionOf([m.leadId]);
      expect({ phase, leader, leadingBid }).to.deep.equal({
        phase: Phase.Delivery,
        leader: m.bidders[1].address,
        leadingBid: usdc(150),
      });
      expect(await m.keeper.read.isReportUsed([0n])).to.equal(false);
    });

    it("should reveal none with too little gas, and all when it is sent again", async () => {
      const m = await sealedMarket([100, 110, 120, 130, 140, 150]);
      await m.toReveal(m.leadId);
      await m.gate.write.invalidateAll({ account: m.compliance.account });
      const sealed = async () => (await m.house.read.auctionOf([m.leadId])).pendingCommitments;
      const ends: boolean[] = [];
      for (let gas = 300_000n; await sealed(); gas += 50_000n) {
        // With less gas than this the forwarder itself refuses, and nothing is used up.
        const end = await m.carry(m.body(), gas).catch(() => undefined);
        if (end !== undefined) ends.push(end.delivered);
        expect(await sealed(), `${gas}`).to.equal(end?.delivered === true ? 0 : 6);
      }
      expect(new Set(ends)).to.deep.equal(new Set([false, true]));
    });
  });

  describe("given six equal bids whose passes were all dropped", () => {
    it("should need no more than the gas that the DON gives", async () => {
      const m = await sealedMarket([120, 120, 120, 120, 120, 120]);
      await m.toReveal(m.leadId);
      await m.gate.write.invalidateAll({ account: m.compliance.account });
      const { delivered, receipt } = await m.carry(m.body(), 10_000_000n);
      expect(delivered).to.equal(true);
      expect(Number(receipt.gasUsed)).to.be.lessThan(Number(openingsGasLimit(6)));
      expect(openingsGasLimit(MAX_OPENINGS)).to.equal(4_900_000n);
    });
  });

  describe("given a sender other than the forwarder", () => {
    it("should reveal all the same: an opening proves itself", async () => {
      const m = await sealedMarket();
      await m.toReveal(m.leadId);
      const { address: account } = m.anyone;
      const hash = await m.keeper.write.onReport(["0x", m.body()], { account });
      expect(await m.outcomesOf(hash)).to.have.length(3);
    });
  });

  describe("given openings that are wrong, of no bid, or open already", () => {
    it("should skip them and reveal the others", async () => {
      const m = await sealedMarket();
      await m.toReveal(m.leadId);
      const [first, second, third] = m.openings;
      if (first === undefined || second === undefined || third === undefined) return;
      await m.keeper.write.onReport([m.metadata, m.body([first])]);
      const wrong = { ...second, amount: usdc(9_000) };
      const stranger = { ...third, bidder: m.seller.address };
      const report = m.body([first, wrong, stranger, third]);
      const hash = await m.keeper.write.onReport([m.metadata, report]);
      expect(await m.outcomesOf(hash)).to.deep.equal([
        { bidder: third.bidder, amount: third.amount },
      ]);
      const again = await m.keeper.write.onReport([m.metadata, report]);
      expect(await m.outcomesOf(again)).to.deep.equal([]);
    });
  });

  describe("given the commit phase", () => {
    it("reverts with the house's error", async () => {
      const m = await sealedMarket();
      await assertions.revertWithCustomError(
        m.keeper.write.onReport([m.metadata, m.body()]),
        m.house,
        "AuctionHouse_WrongPhase",
      );
    });
  });

  describe("given bytes that are no openings", () => {
    it("reverts", async () => {
      const m = await sealedMarket();
      await m.toReveal(m.leadId);
      const cut = m.body().slice(0, -2) as Hex;
      await assertions.revert(m.keeper.write.onReport([m.metadata, cut]));
    });

    it("reverts without any, as a report of another kind", async () => {
      const m = await sealedMarket();
      const { account } = await m.asForwarder();
      const header = m.body().slice(0, 2 + 2 * 42) as Hex;
      const { owner, name } = await m.keeper.read.workflow();
      const metadata = concat([keccak256(stringToHex("x")), name, owner, "0x0001"]);
      await assertions.revertWithCustomError(
        m.keeper.write.onReport([metadata, header], { account }),
        m.keeper,
        "WorkflowReceiver_WrongDestination",
      );
    });
  });
});

describe("AuctionKeeper.sealedBidsIn", () => {
  it("should give commitments and free balances, of those who have none too", async () => {
    const m = await sealedMarket([120]);
    const [bidder] = m.bidders;
    const { commitment } = await m.seal(m.leadId, bidder, usdc(120));
    const accounts = [m.seller.address, bidder.address];
    const [commitments, free] = await m.keeper.read.sealedBidsIn([m.leadId, 1, accounts]);
    expect(commitments).to.deep.equal([`0x${"00".repeat(32)}`, commitment]);
    expect(free).to.deep.equal([
      await m.vault.read.freeOf([m.seller.address]),
      await m.vault.read.freeOf([bidder.address]),
    ]);
    const [other] = await m.keeper.read.sealedBidsIn([m.leadId, 2, accounts]);
    expect(other).to.deep.equal(accounts.map(() => `0x${"00".repeat(32)}`));
    expect(await m.keeper.read.sealedBidsIn([m.leadId, 1, []])).to.deep.equal([[], []]);
  });
});
