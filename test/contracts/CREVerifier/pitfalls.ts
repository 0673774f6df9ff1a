import { expect } from "chai";
import { keccak256, stringToHex, zeroHash } from "viem";

import { buildRawReport } from "../../../deploy/sdk/report/forwarderReport.ts";
import { signReport, deriveSigners } from "../../../deploy/local/don/report.ts";
import type { LeadReport } from "../../../deploy/sdk/report/leadReport.ts";
import { attestation, networkHelpers, tagOf, viem } from "../../fixtures/attestation.ts";
import { attestedIn, expectRejected } from "../../fixtures/attestationAssertions.ts";

describe("Pitfalls of attestation", () => {
  it("a stale CRE report is not accepted, even where its transmission failed before", async () => {
    const context = await attestation();
    const lead = await context.createLead();
    const [executionId] = lead.dedupTags;
    const observedAt = await context.now();
    await context.send([lead], { executionId, gas: 300_000n });
    const time = (await context.now()) + 901;
    await networkHelpers.time.setNextBlockTimestamp(time);
    const late = await context.send([lead], { executionId, header: { observedAt } });
    expect(late.delivered).to.equal(false);
    expect(attestedIn(context, late)).to.deep.equal([]);
  });

  it("a failed receiver does not look like success", async () => {
    const context = await attestation();
    const lead = await context.createLead();
    const outcome = await context.send([lead], { workflow: { name: "0x00000000000000000001" } });
    expect(outcome.receipt.status).to.equal("success");
    expect(outcome.delivered).to.equal(false);
  });

  it("a delivered report cannot be transmitted again", async () => {
    const context = await attestation();
    const lead = await context.createLead();
    const [executionId] = lead.dedupTags;
    const timestamp = (await context.now()) + 1;
    await context.send([lead], { executionId });
    const body = await context.bodyOf([lead]);
    const raw = buildRawReport({ workflow: context.workflow, body, timestamp, executionId });
    const {
      rawReport,
      context: reportContext,
      signatures,
    } = await signReport(raw, context.signers);
    const { forwarder, verifier } = context;
    const id = await forwarder.read.getTransmissionId([verifier.address, executionId, "0x0001"]);
    await viem.assertions.revertWithCustomErrorWithArgs(
      forwarder.write.report([verifier.address, rawReport, reportContext, signatures], {
        gas: 3_000_000n,
      }),
      forwarder,
      "AlreadyAttempted",
      [id],
    );
  });

  it("a replayed submission of another execution is refused", async () => {
    const context = await attestation();
    const lead = await context.createLead();
    await context.send([lead]);
    const again: LeadReport = { ...lead, dedupTags: [tagOf("other phone"), zeroHash] };
    await expectRejected(context, again, "CREVerifier_NonceUsed", [
      lead.submission.seller,
      lead.submission.nonce,
    ]);
  });

  for (const [what, workflow] of [
    ["owner", { owner: "0x00000000000000000000000000000000DeaDBeef" }],
    ["name", { name: "0x61616161616161616161" }],
  ] as const) {
    it(`another workflow ${what} of the same DON mints nothing`, async () => {
      const context = await attestation();
      const outcome = await context.send([await context.createLead()], { workflow });
      expect(outcome.delivered).to.equal(false);
      expect(attestedIn(context, outcome)).to.deep.equal([]);
    });
  }

  it("a report that is forged by others than the DON's nodes reverts", async () => {
    const context = await attestation();
    const forgers = deriveSigners(keccak256(stringToHex("forgers")));
    const body = await context.bodyOf([await context.createLead()]);
    const raw = buildRawReport({ workflow: context.workflow, body, timestamp: 1 });
    const report = await signReport(raw, forgers);
    await viem.assertions.revertWithCustomErrorWithArgs(
      context.forwarder.write.report(
        [context.verifier.address, report.rawReport, report.context, report.signatures],
        { gas: 3_000_000n },
      ),
      context.forwarder,
      "InvalidSigner",
      [forgers[0]?.address ?? "0x"],
    );
  });

  it("a recycled lead of another seller is refused until the window is over", async () => {
    const context = await attestation();
    const wallet = await viem.deployContract("TestContractWallet", [
      context.seller.account.address,
    ]);
    await context.clear(wallet.address);
    const first = await context.createLead();
    await context.send([first]);
    const { dedupTags } = first;
    const [phone] = dedupTags;
    const blockedUntil = await context.verifier.read.blockedUntil([phone]);
    const submission = { seller: wallet.address };
    const recycled = await context.createLead({ submission, report: { dedupTags } });
    await expectRejected(context, recycled, "CREVerifier_RecycledLead", [phone, 1n, blockedUntil]);

    await networkHelpers.time.increaseTo(blockedUntil);
    const later = await context.createLead({ submission, report: { dedupTags } });
    expect(attestedIn(context, await context.send([later]))).to.deep.equal([2n]);
  });
});
