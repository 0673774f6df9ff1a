import { expect } from "chai";
import { keccak256, type Hex } from "viem";

import { encodeLeadReports, reportGasLimit } from "../../../deploy/sdk/report/leadReport.ts";
import { submissionDigest } from "../../../deploy/sdk/lead/leadSubmission.ts";
import { attestation } from "../../fixtures/attestation.ts";
import { attestedIn, rejectedIn } from "../../fixtures/attestationAssertions.ts";
import { ReportBody } from "../../fixtures/reportBody.ts";

const HUGE = 2n ** 256n - 1n;
const OUTSIDE = keccak256("0x");
/** The lead that is damaged: the one in the middle. */
const BAD = 1;

/** Three leads that the verifier accepts, and the body of their report. */
async function threeLeads() {
  const context = await attestation();
  const leads = [
    await context.createLead(),
    await context.createLead(),
    await context.createLead(),
  ] as const;
  const body = new ReportBody(encodeLeadReports(leads));
  const send = () => context.send([], { body: body.toHex(), gas: reportGasLimit(3) });
  return { ...context, context, leads, body, send };
}

/** Hash of all that is left of the list where the bad lead begins. */
const restOf = (body: ReportBody) => body.hashBetween(body.offsetOf(BAD));

/** Faults in a lead's layout, and the hash with which it is refused. */
const LAYOUTS: Readonly<Record<string, (body: ReportBody) => Hex>> = {
  "that begins outside": (body) => {
    body.setOffset(BAD, HUGE);
    return OUTSIDE;
  },
  "that begins at the end": (body) => {
    body.setOffset(BAD, BigInt(body.toHex().length / 2 - 1 - 64));
    return OUTSIDE;
  },
  "that begins within the one before": (body) => {
    body.setOffset(BAD, BigInt(body.offsetOf(0) + 32));
    return restOf(body);
  },
  "that begins within the list's offsets": (body) => {
    body.setOffset(BAD, 0n);
    return restOf(body);
  },
  "whose submission lies elsewhere": (body) => {
    body.set(BAD, "submissionOffset", 13n * 32n);
    return restOf(body);
  },
  "whose attributes lie elsewhere": (body) => {
    body.set(BAD, "attributesOffset", HUGE);
    return restOf(body);
  },
  "whose attributes are endless": (body) => {
    body.set(BAD, "attributesLength", HUGE);
    return restOf(body);
  },
  "whose attributes are as long as the body": (body) => {
    body.set(BAD, "attributesLength", BigInt(body.toHex().length / 2 - 1));
    return restOf(body);
  },
  "whose signature lies elsewhere": (body) => {
    body.set(BAD, "signatureOffset", 0n);
    return restOf(body);
  },
  "whose signature is endless": (body) => {
    body.setSignatureLength(BAD, HUGE);
    return restOf(body);
  },
  "whose signature is longer than the body": (body) => {
    body.setSignatureLength(BAD, BigInt(body.toHex().length / 2));
    return restOf(body);
  },
};

describe("CREVerifier.onReport given a malformed lead in a batch", () => {
  for (const [what, damage] of Object.entries(LAYOUTS)) {
    it(`should refuse one ${what} by the hash of its bytes, and mint the others`, async () => {
      const { context, nft, leads, body, send } = await threeLeads();
      const submissionHash = damage(body);
      const outcome = await send();
      expect(outcome.delivered).to.equal(true);
      expect(rejectedIn(context, outcome)).to.deep.equal([
        { submissionHash, error: "CREVerifier_MalformedLead", args: [] },
      ]);
      expect(attestedIn(context, outcome)).to.deep.equal([1n, 2n]);
      const last = leads[2].submission.contentHash;
      expect((await nft.read.leadOf([2n])).contentHash).to.equal(last);
    });
  }

  for (const [place, value] of [
    ["seller", 2n ** 160n],
    ["autoList", 2n],
    ["deadline", 2n ** 40n],
  ] as const) {
    it(`should refuse one whose ${place} is out of its type's range by the hash of its own bytes`, async () => {
      const { context, body, send } = await threeLeads();
      body.set(BAD, place, value);
      const submissionHash = body.hashOf(BAD);
      const outcome = await send();
      expect(rejectedIn(context, outcome)).to.deep.equal([
        { submissionHash, error: undefined, args: [] },
      ]);
      expect(attestedIn(context, outcome)).to.deep.equal([1n, 2n]);
    });
  }

  it("should refuse one whose score is out of range by the digest that its seller signed", async () => {
    const { context, chainId, verifier, leads, body, send } = await threeLeads();
    body.set(BAD, "score", 2n ** 16n);
    const reference = { chainId, verifier: verifier.address };
    const submissionHash = submissionDigest(leads[BAD].submission, reference);
    expect(rejectedIn(context, await send())).to.deep.equal([
      { submissionHash, error: undefined, args: [] },
    ]);
  });

  it("should refuse the last one where the body is cut off", async () => {
    const { context, body, send } = await threeLeads();
    body.cut(32);
    const submissionHash = body.hashBetween(body.offsetOf(2));
    const outcome = await send();
    expect(rejectedIn(context, outcome)).to.deep.equal([
      { submissionHash, error: "CREVerifier_MalformedLead", args: [] },
    ]);
    expect(attestedIn(context, outcome)).to.deep.equal([1n, 2n]);
  });

  it("should mint one that two offsets name once, and each of a list in another order", async () => {
    const { context, leads, body, send } = await threeLeads();
    const [first, second] = [body.offsetOf(0), body.offsetOf(1)];
    body.setOffset(0, BigInt(second));
    body.setOffset(1, BigInt(first));
    body.setOffset(2, BigInt(first));
    const outcome = await send();
    expect(attestedIn(context, outcome)).to.deep.equal([1n, 2n]);
    const { seller } = context;
    const [tag] = leads[0].dedupTags;
    const until = await context.verifier.read.blockedUntil([tag]);
    expect(rejectedIn(context, outcome)).to.deep.include({
      submissionHash: submissionDigest(leads[0].submission, {
        chainId: context.chainId,
        verifier: context.verifier.address,
      }),
      error: "CREVerifier_RecycledLead",
      args: [tag, 2n, until],
    });
    expect(await context.nft.read.ownerOf([2n])).to.equal(seller.account.address);
  });
});
