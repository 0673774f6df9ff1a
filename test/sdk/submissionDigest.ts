import { expect } from "chai";
import fc from "fast-check";
import { bytesToHex, getAddress, hashTypedData } from "viem";

import { leadSubmissionTypedData, submissionDigest } from "../../deploy/sdk/lead/leadSubmission.ts";

const hex = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => bytesToHex(bytes));
const uint = (bits: number) => fc.bigInt({ min: 0n, max: 2n ** BigInt(bits) - 1n });
const small = (bits: number) => uint(bits).map(Number);
const address = hex(20).map((text) => getAddress(text));
const point = fc.record({ x: uint(256), y: uint(256) });
const submissions = fc.record({
  seller: address,
  vertical: hex(32),
  region: hex(6),
  source: hex(32),
  consentTime: small(40),
  contentHash: hex(32),
  capsule: fc.record({ a: point, b: point, p: point }),
  attributes: fc.string({ unit: "grapheme" }),
  terms: fc.record({
    baseReserve: uint(64),
    qualityPremiumBps: small(16),
    maxFeeBps: small(16),
    maxConvenienceFee: small(32),
    instantSale: fc.boolean(),
  }),
  autoList: fc.boolean(),
  expiresAt: small(32),
  deadline: small(40),
  nonce: uint(256),
});
const references = fc.record({ chainId: fc.integer({ min: 1 }), verifier: address });

describe("submissionDigest", () => {
  it("should be what wallets sign, as viem computes it", () => {
    fc.assert(
      fc.property(submissions, references, (submission, reference) => {
        const typedData = leadSubmissionTypedData(submission, reference);
        expect(submissionDigest(submission, reference)).to.equal(hashTypedData(typedData));
      }),
    );
  });

  it("should refuse a number that does not fit, and a seller that is no address", () => {
    const [submission] = fc.sample(submissions, { numRuns: 1, seed: 1 });
    if (submission === undefined) throw new Error("There is no sample.");
    const reference = { chainId: 1, verifier: submission.seller };
    for (const change of [{ expiresAt: 2 ** 32 }, { seller: "0x12" as const }]) {
      expect(() => submissionDigest({ ...submission, ...change }, reference)).to.throw();
    }
  });
});
