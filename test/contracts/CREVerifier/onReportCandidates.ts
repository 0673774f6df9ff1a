import { expect } from "chai";
import { concat, keccak256, parseEventLogs, type Hex } from "viem";

import { buildRawReport } from "../../../deploy/sdk/report/forwarderReport.ts";
import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import {
  encodeLeadReports,
  reportNonce,
  type LeadReport,
} from "../../../deploy/sdk/report/leadReport.ts";
import { signReport, submitReport } from "../../../deploy/local/don/report.ts";
import { by, networkHelpers, viem } from "../../fixtures/auctionHouse.ts";
import { BUDGET, bountyMarket, PRICE } from "../../fixtures/bounties.ts";

const { assertions } = viem;

/** A market with two bounties, and leads that name candidates. */
async function withBounties() {
  const m = await bountyMarket();
  const [poster, better] = m.bidders;
  const ids = [await m.post(poster), await m.post(better, { price: PRICE + 1n })] as const;

  /** What the DON reports of a lead for instant sale, with these candidates. */
  async function attest(
    candidates: readonly bigint[],
    { autoList = true, instantSale = true } = {},
  ) {
    const terms = { baseReserve: "100", instantSale };
    const disclosure = await m.disclose(await m.makeLead({ region: "US-TX", terms }), { autoList });
    return { ...(await m.attest(disclosure)), candidates };
  }

  /** The body of a report on leads that the DON has just seen. */
  async function bodyOfLeads(reports: readonly LeadReport[]): Promise<Hex> {
    const observedAt = await m.client.now();
    return encodeLeadReports(reports, {
      chainSelector: await m.verifier.read.chainSelector(),
      receiver: m.verifier.address,
      nonce: reportNonce(reports, observedAt),
      observedAt,
    });
  }

  /** Carries a report through the real forwarder, with this gas. */
  async function carry(reports: readonly LeadReport[], gas: bigint, executionId?: Hex) {
    const body = await bodyOfLeads(reports);
    const run = { workflow: m.don.workflow, body, timestamp: await m.client.now() };
    const rawReport = buildRawReport({ ...run, ...(executionId && { executionId }) });
    return submitReport(await signReport(rawReport, m.don.signers), {
      transmitter: m.don.transmitter,
      publicClient: m.publicClient,
      forwarder: m.forwarder.address,
      receiver: m.verifier.address,
      gas,
    });
  }
  return { ...m, poster, better, ids, attestWith: attest, bodyOfLeads, carry };
}

describe("CREVerifier.onReport given candidates for an instant sale", () => {
  it("should sell the lead to the best of them in the report's own transaction", async () => {
    const m = await withBounties();
    const { attested, receipt } = await m.report([await m.attestWith(m.ids)]);
    expect(attested.map(({ leadId }) => leadId)).to.deep.equal([1n]);
    const [matched] = parseEventLogs({
      abi: m.matcher.abi,
      eventName: "BountyMatched",
      logs: receipt.logs,
    });
    expect(matched?.args).to.include({ bountyId: m.ids[1], leadId: 1n, tip: 0 });
    expect(await m.auctionOf(1n)).to.include({
      ...{ phase: Phase.Delivery, leader: m.better.address, price: PRICE + 1n },
    });
    await m.deliver(1n, m.better);
    expect(await m.ownerOf(1n)).to.equal(m.better.address);
  });

  it("should sell each lead of a batch to a bounty that still has money for it", async () => {
    const m = await withBounties();
    const [, , third] = m.bidders;
    const small = await m.post(third, { price: PRICE + 2n, tip: 0 }, PRICE + 2n);
    const candidates = [...m.ids, small];
    await m.report([await m.attestWith(candidates), await m.attestWith(candidates)]);
    expect((await m.auctionOf(1n)).leader).to.equal(third.address);
    expect((await m.auctionOf(2n)).leader).to.equal(m.better.address);
    expect(await m.budgetOf(small)).to.equal(0n);
  });

  it("should leave a lead listed that none of them can be matched with", async () => {
    const m = await withBounties();
    await m.matcher.write.setBountyPaused([m.ids[0], true], by(m.poster));
    const outcome = await m.report([await m.attestWith([m.ids[0], 99n])]);
    expect(outcome.rejected).to.deep.equal([]);
    expect(await m.auctionOf(1n)).to.include({ phase: Phase.Commit, offered: false, round: 1 });
    expect(await m.budgetOf(m.ids[0])).to.equal(BUDGET);
  });

  it("should enter the best as an offer where the seller wants an auction", async () => {
    const m = await withBounties();
    await m.report([await m.attestWith(m.ids, { instantSale: false })]);
    expect(await m.auctionOf(1n)).to.include({
      ...{ phase: Phase.Commit, offered: true, leader: m.better.address },
    });
  });

  it("should mint a lead that is not to be listed, and match nothing", async () => {
    const m = await withBounties();
    const outcome = await m.report([await m.attestWith(m.ids, { autoList: false })]);
    expect(outcome.attested).to.have.length(1);
    expect(await m.auctionOf(1n)).to.include({ phase: Phase.None });
  });

  it("should mint all the same where more candidates come than the matcher takes", async () => {
    const m = await withBounties();
    const many = Array.from({ length: 17 }, () => m.ids[0]);
    const outcome = await m.report([await m.attestWith(many)]);
    expect(outcome.attested).to.have.length(1);
    expect(await m.auctionOf(1n)).to.include({ phase: Phase.Commit, offered: false });
  });

  it("should fail as a whole with too little gas for the match, and be taken again", async () => {
    const m = await withBounties();
    const report = await m.attestWith(m.ids);
    const [executionId] = report.dedupTags;
    const snapshot = await networkHelpers.takeSnapshot();
    let failed = 0;
    for (let gas = 900_000n; gas <= 1_900_000n; gas += 100_000n) {
      const { delivered, receipt } = await m.carry([report], gas, executionId);
      const minted = parseEventLogs({
        abi: m.verifier.abi,
        eventName: "LeadAttested",
        logs: receipt.logs,
      });
      const sold = delivered && (await m.auctionOf(1n)).offered;
      // A good candidate is never passed over because the carrier was stingy.
      expect(sold, gas.toString()).to.equal(delivered);
      expect(minted).to.have.length(delivered ? 1 : 0);
      if (!delivered) failed += 1;
      await snapshot.restore();
    }
    expect(failed).to.be.greaterThan(0);
    expect(failed).to.be.lessThan(11);
  });

  it("reverts where the gas left does not cover the match, and says what is needed", async () => {
    const m = await withBounties();
    const { name, owner } = await m.verifier.read.workflow();
    const metadata = concat([keccak256("0x01"), name, owner, "0x0001"]);
    const body = await m.bodyOfLeads([await m.attestWith(m.ids)]);
    const { account } = await m.asForwarder();
    await assertions.revertWithCustomError(
      m.verifier.write.onReport([metadata, body], { account, gas: 1_200_000n }),
      m.verifier,
      "CREVerifier_InsufficientGas",
    );
    await m.verifier.write.onReport([metadata, body], { account, gas: 3_000_000n });
    expect((await m.auctionOf(1n)).leader).to.equal(m.better.address);
  });
});
