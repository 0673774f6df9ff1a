import { expect } from "chai";
import fc from "fast-check";
import { stringToBytes } from "viem";

import { openSealed, sealTo } from "../../deploy/sdk/crypto/ecies.ts";
import { publicKeyOf } from "../../deploy/sdk/crypto/point.ts";
import { hasCode } from "../../deploy/sdk/errors/leadEngineError.ts";
import { submissionDigest } from "../../deploy/sdk/lead/leadSubmission.ts";
import { leadPackageSchema, openPackage } from "../../deploy/sdk/report/leadPackage.ts";
import { EPOCH, LEAD_KEY, packageOf, REFERENCE, sampleDisclosure } from "../fixtures/packages.ts";

const SECRET = BigInt(LEAD_KEY);
const CONTEXT = stringToBytes("context");

function isUnreadable(open: () => unknown): boolean {
  try {
    open();
    return false;
  } catch (error) {
    return hasCode(error, "CONTENT_UNREADABLE");
  }
}

describe("sealTo, openSealed", () => {
  it("should give back what was sealed", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (plaintext) => {
        const sealed = sealTo(publicKeyOf(SECRET), plaintext, CONTEXT);
        expect(openSealed(SECRET, sealed, CONTEXT)).to.deep.equal(plaintext);
      }),
      { numRuns: 20 },
    );
  });

  it("should open with no other key, context or bit", () => {
    const sealed = sealTo(publicKeyOf(SECRET), CONTEXT, CONTEXT);
    expect(isUnreadable(() => openSealed(SECRET + 1n, sealed, CONTEXT))).to.equal(true);
    expect(isUnreadable(() => openSealed(SECRET, sealed, stringToBytes("other")))).to.equal(true);
    for (let byte = 0; byte < sealed.length; byte += 5) {
      const changed = sealed.map((value, index) => (index === byte ? value ^ 1 : value));
      expect(isUnreadable(() => openSealed(SECRET, changed, CONTEXT))).to.equal(true);
    }
    expect(isUnreadable(() => openSealed(SECRET, sealed.subarray(0, 20), CONTEXT))).to.equal(true);
  });

  it("should never give the same bytes twice", () => {
    const [one, two] = [1, 2].map(() => sealTo(publicKeyOf(SECRET), CONTEXT, CONTEXT));
    expect(one).not.to.deep.equal(two);
  });
});

describe("sealPackage, openPackage", () => {
  it("should give the DON the whole disclosure", async () => {
    const disclosure = await sampleDisclosure(1n);
    const read = leadPackageSchema.parse(JSON.parse(packageOf(disclosure)));
    expect(openPackage(read, SECRET, submissionDigest(read.submission, REFERENCE))).to.deep.equal(
      disclosure,
    );
  });

  it("should not say the opening in the clear", async () => {
    const disclosure = await sampleDisclosure(1n);
    expect(packageOf(disclosure)).not.to.include(String(disclosure.opening));
    expect(packageOf(disclosure)).not.to.include(disclosure.opening.toString(16));
  });

  it("should not open in another submission, epoch, chain or verifier", async () => {
    const read = leadPackageSchema.parse(JSON.parse(packageOf(await sampleDisclosure(1n))));
    const { submission } = read;
    const digest = submissionDigest(submission, REFERENCE);
    const other = { ...submission, nonce: submission.nonce + 1n };
    const others = [
      submissionDigest(other, REFERENCE),
      submissionDigest(submission, { ...REFERENCE, chainId: 1 }),
      submissionDigest(submission, { ...REFERENCE, verifier: submission.seller }),
    ];
    for (const hash of others) {
      expect(isUnreadable(() => openPackage(read, SECRET, hash))).to.equal(true);
    }
    const later = { ...read, epoch: EPOCH + 1 };
    expect(isUnreadable(() => openPackage(later, SECRET, digest))).to.equal(true);
  });
});
