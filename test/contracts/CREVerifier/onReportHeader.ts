import { expect } from "chai";
import { concat, numberToHex, pad, size, slice, type Hex } from "viem";

import { reportGasLimit } from "../../../deploy/sdk/report/leadReport.ts";
import type { ReportHeader } from "../../../deploy/sdk/report/reportHeader.ts";
import {
  attestation,
  networkHelpers,
  tagOf,
  viem,
  type Attestation,
} from "../../fixtures/attestation.ts";
import { attestedIn } from "../../fixtures/attestationAssertions.ts";

/** Calls the receiver as the forwarder does, so that its error shows. */
async function deliver(context: Attestation, body: Hex) {
  const { forwarder, verifier, workflow } = context;
  await networkHelpers.setBalance(forwarder.address, 10n ** 18n);
  await networkHelpers.impersonateAccount(forwarder.address);
  const metadata = concat([workflow.id, workflow.name, workflow.owner, "0x0001"]);
  return verifier.write.onReport([metadata, body], {
    account: forwarder.address,
    gas: reportGasLimit(3),
  });
}

/** Expects that a body is refused as a whole, for this reason. */
async function expectRefused(
  context: Attestation,
  body: Hex,
  error: string,
  args: readonly unknown[],
): Promise<void> {
  await viem.assertions.revertWithCustomErrorWithArgs(
    deliver(context, body),
    context.verifier,
    error as "CREVerifier_InvalidBody",
    [...args] as [bigint],
  );
}

/** The body of a report on one good lead, with another header. */
async function bodyWith(context: Attestation, header: Partial<ReportHeader>): Promise<Hex> {
  return context.bodyOf([await context.createLead()], header);
}

describe("CREVerifier.onReport: the report's header", () => {
  it("should take a good one, and use its nonce", async () => {
    const context = await attestation();
    await deliver(context, await bodyWith(context, { nonce: 7n }));
    expect(await context.verifier.read.isReportNonceUsed([7n])).to.equal(true);
    expect(await context.verifier.read.isReportNonceUsed([8n])).to.equal(false);
    expect(await context.nft.read.ownerOf([1n])).to.equal(context.seller.account.address);
  });

  it("reverts for another kind", async () => {
    const context = await attestation();
    const body = await bodyWith(context, {});
    for (const kind of [0, 2, 255]) {
      const other = concat([numberToHex(kind, { size: 1 }), slice(body, 1)]);
      await expectRefused(context, other, "CREVerifier_WrongKind", [kind, 1]);
    }
  });

  it("reverts for another chain", async () => {
    const context = await attestation();
    const expected = await context.verifier.read.chainSelector();
    const chainSelector = 10_344_971_235_874_465_080n;
    const body = await bodyWith(context, { chainSelector });
    await expectRefused(context, body, "CREVerifier_WrongChain", [chainSelector, expected]);
  });

  it("reverts for another receiver", async () => {
    const context = await attestation();
    const { verifier, nft } = context;
    const body = await bodyWith(context, { receiver: nft.address });
    await expectRefused(context, body, "CREVerifier_WrongReceiver", [
      nft.address,
      verifier.address,
    ]);
  });

  it("reverts for an observation that is a second too old, and takes one that is not", async () => {
    const context = await attestation();
    const age = await context.verifier.read.maxReportAge();
    const time = (await context.now()) + 10;
    const body = await bodyWith(context, { observedAt: time - age - 1 });
    await networkHelpers.time.setNextBlockTimestamp(time);
    await expectRefused(context, body, "CREVerifier_StaleReport", [
      BigInt(time - age - 1),
      BigInt(time - age),
    ]);
    const later = time + 20;
    const recent = await bodyWith(context, { observedAt: later - age });
    await networkHelpers.time.setNextBlockTimestamp(later);
    await deliver(context, recent);
  });

  it("reverts for an observation from the future", async () => {
    const context = await attestation();
    const time = (await context.now()) + 10;
    const body = await bodyWith(context, { observedAt: time + 1 });
    await networkHelpers.time.setNextBlockTimestamp(time);
    await expectRefused(context, body, "CREVerifier_FutureReport", [
      BigInt(time + 1),
      BigInt(time),
    ]);
  });

  it("reverts for a nonce that was used, whatever else the report says", async () => {
    const context = await attestation();
    await deliver(context, await bodyWith(context, { nonce: 7n }));
    const again = await bodyWith(context, { nonce: 7n });
    await expectRefused(context, again, "CREVerifier_ReportNonceUsed", [7n]);
  });

  it("should take a report again that failed, once: a replay through the forwarder does nothing", async () => {
    const context = await attestation();
    const lead = await context.createLead();
    const body = await context.bodyOf([lead], { nonce: 9n });
    const poor = await context.send([], { body, executionId: tagOf("first"), gas: 300_000n });
    expect(poor.delivered).to.equal(false);
    expect(await context.verifier.read.isReportNonceUsed([9n])).to.equal(false);
    const paid = await context.send([], {
      body,
      executionId: tagOf("first"),
      gas: reportGasLimit(1),
    });
    expect(attestedIn(context, paid)).to.deep.equal([1n]);
    const other = await context.send([], {
      body,
      executionId: tagOf("second"),
      gas: reportGasLimit(1),
    });
    expect(other.delivered).to.equal(false);
  });
});

describe("CREVerifier.onReport: the report's leads", () => {
  it("reverts for a body that ends within its header", async () => {
    const context = await attestation();
    const body = await bodyWith(context, {});
    for (const length of [1, 41]) {
      const short = slice(body, 0, length);
      await expectRefused(context, short, "CREVerifier_InvalidBody", [BigInt(length)]);
    }
    await expectRefused(context, "0x", "CREVerifier_InvalidBody", [0n]);
  });

  it("reverts for no leads, and for more than 10", async () => {
    const context = await attestation();
    const none = await context.bodyOf([]);
    await expectRefused(context, none, "CREVerifier_InvalidBatch", [0n, 10n]);
    const lead = await context.createLead();
    const many = await context.bodyOf(Array.from({ length: 11 }, () => lead));
    await expectRefused(context, many, "CREVerifier_InvalidBatch", [11n, 10n]);
  });

  it("reverts for lengths that do not add up to the body", async () => {
    const context = await attestation();
    const body = await bodyWith(context, {});
    const header = slice(body, 0, 42);
    const lead = slice(body, 44);
    const length = size(lead);
    for (const wrong of [
      concat([body, "0x00"]),
      concat([body, pad("0x01", { size: 2 })]),
      slice(body, 0, size(body) - 1),
      concat([header, numberToHex(length + 1, { size: 2 }), lead]),
      concat([header, "0xffff", lead]),
      concat([header, "0x00"]),
    ]) {
      await expectRefused(context, wrong, "CREVerifier_InvalidBody", [BigInt(size(wrong))]);
    }
  });
});
