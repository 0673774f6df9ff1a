import { expect } from "chai";
import { concat, keccak256, numberToHex, size, slice, type Hex } from "viem";

import {
  encodeLead,
  reportGasLimit,
  type LeadReport,
} from "../../../deploy/sdk/report/leadReport.ts";
import { submissionDigest } from "../../../deploy/sdk/lead/leadSubmission.ts";
import { attestation, networkHelpers } from "../../fixtures/attestation.ts";
import { attestedIn, rejectedIn } from "../../fixtures/attestationAssertions.ts";
import {
  ATTRIBUTES,
  AUTO_LIST,
  bodyOfPacked,
  FINDINGS,
  patched,
  patchedBytes,
} from "../../fixtures/reportBody.ts";
import { seededRandom } from "../../fixtures/random.ts";

/** Three leads that the verifier accepts, and their report with the second one damaged. */
async function withDamaged(damage: (lead: LeadReport) => Hex) {
  const context = await attestation();
  const leads = [
    await context.createLead(),
    await context.createLead(),
    await context.createLead(),
  ] as const;
  const bad = damage(leads[1]);
  const body = await bodyOfPacked(context, [encodeLead(leads[0]), bad, encodeLead(leads[2])]);
  const outcome = await context.send([], { body, gas: reportGasLimit(3) });
  return { context, leads, bad, outcome };
}

/** Where the signature's length stands. */
const signatureOf = (lead: LeadReport) =>
  size(encodeLead(lead)) - FINDINGS - size(lead.signature) - 2;
const short = (value: number) => numberToHex(value, { size: 2 });

/** Faults in a lead's layout. */
const LAYOUTS: Readonly<Record<string, (lead: LeadReport) => Hex>> = {
  "that is empty": () => "0x",
  "that ends before its attributes": (lead) => slice(encodeLead(lead), 0, ATTRIBUTES),
  "that lacks its last byte": (lead) => slice(encodeLead(lead), 0, -1),
  "that has a byte too many": (lead) => concat([encodeLead(lead), "0x00"]),
  "whose attributes reach beyond it": (lead) => patched(lead, ATTRIBUTES, short(0xffff)),
  "whose attributes are a byte longer than said": (lead) =>
    patched(lead, ATTRIBUTES, short(lead.submission.attributes.length - 1)),
  "whose signature reaches beyond it": (lead) => patched(lead, signatureOf(lead), short(0xffff)),
  "whose signature is a byte longer than said": (lead) =>
    patched(lead, signatureOf(lead), short(size(lead.signature) - 1)),
  "whose flag is neither no nor yes": (lead) => patched(lead, AUTO_LIST, "0x02"),
};

describe("CREVerifier.onReport given a malformed lead in a batch", () => {
  for (const [what, damage] of Object.entries(LAYOUTS)) {
    it(`should refuse one ${what} by the hash of its bytes, and mint the others`, async () => {
      const { context, leads, bad, outcome } = await withDamaged(damage);
      expect(outcome.delivered).to.equal(true);
      expect(rejectedIn(context, outcome)).to.deep.equal([
        {
          submissionHash: keccak256(bad),
          error: "CREVerifier_MalformedLead",
          args: [BigInt(size(bad))],
        },
      ]);
      expect(attestedIn(context, outcome)).to.deep.equal([1n, 2n]);
      const { contentHash } = leads[2].submission;
      expect((await context.nft.read.leadOf([2n])).contentHash).to.equal(contentHash);
    });
  }

  it("should refuse one that names a check that there is not, by the digest that its seller signed", async () => {
    const { context, leads, outcome } = await withDamaged((lead) =>
      encodeLead({ ...lead, checks: 0x40 }),
    );
    const { chainId, verifier } = context;
    expect(rejectedIn(context, outcome)).to.deep.equal([
      {
        submissionHash: submissionDigest(leads[1].submission, {
          chainId,
          verifier: verifier.address,
        }),
        error: "CREVerifier_UnknownChecks",
        args: [0x40],
      },
    ]);
  });
});

describe("CREVerifier.onReport given a body whose lengths do not add up", () => {
  for (const [what, damage] of [
    ["that ends within its header", (body: Hex) => slice(body, 0, 41)],
    ["that ends within a lead's length", (body: Hex) => concat([body, "0x00"])],
    ["that ends within a lead", (body: Hex) => slice(body, 0, -1)],
    ["that has bytes behind its leads", (body: Hex) => concat([body, "0xffff"])],
  ] as const) {
    it(`should fail as a whole for one ${what}`, async () => {
      const context = await attestation();
      const body = damage(await context.bodyOf([await context.createLead()]));
      const outcome = await context.send([], { body, gas: reportGasLimit(1) });
      expect(outcome.receipt.status).to.equal("success");
      expect(outcome.delivered).to.equal(false);
    });
  }

  it("should never mint what no seller signed, whichever byte is another", async () => {
    const context = await attestation();
    const lead = await context.createLead();
    const body = await context.bodyOf([lead]);
    // The workflow alone answers for what it found out, and for the nonce and time of its report.
    const signedFrom = 42 + 2;
    const signedTo = size(body) - FINDINGS;
    const snapshot = await networkHelpers.takeSnapshot();
    const random = seededRandom("a byte is another");
    for (let run = 0; run < 60; run++) {
      const [a = 0, b = 0, flip = 1] = random(3);
      const position = signedFrom + (((a << 8) | b) % (signedTo - signedFrom));
      const byte = Number(slice(body, position, position + 1)) ^ (flip | 1);
      const changed = patchedBytes(body, position, numberToHex(byte, { size: 1 }));
      const outcome = await context.send([], { body: changed, gas: reportGasLimit(1) });
      expect(attestedIn(context, outcome), `byte ${position}`).to.deep.equal([]);
      await snapshot.restore();
    }
  }).timeout(60_000);
});
