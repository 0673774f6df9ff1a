import { expect } from "chai";

import { openCapsule } from "../../deploy/sdk/crypto/capsule.ts";
import { publicKeyOf } from "../../deploy/sdk/crypto/point.ts";
import { proveReEncryption, type ReEncryption } from "../../deploy/sdk/crypto/reencryption.ts";
import { computedChallenge, pointBeyondOrder } from "../fixtures/proofModel.ts";
import { exampleReEncryption } from "../fixtures/reEncryption.ts";
import { rejection } from "../fixtures/rejection.ts";

describe("proveReEncryption", () => {
  const example = exampleReEncryption("prove");
  const { context, capsule, seller, buyer, contentKey, reEncryption } = example;
  const request = { capsule, secret: seller.secret, to: buyer.publicKey, context };
  const stuck = (length: number) => new Uint8Array(length);

  it("it should hand the content key to the buyer, and to nobody else", async () => {
    expect(openCapsule(reEncryption.capsule, buyer.secret)).to.deep.equal(contentKey);
    const attempt = () => openCapsule(reEncryption.capsule, 999n);
    expect(await rejection(attempt)).to.equal("KEY_MISMATCH");
  });

  it("it should draw everything anew each time", () => {
    const proofs = [proveReEncryption(request), proveReEncryption(request)] as const;
    const drawn = (proof: ReEncryption) => [proof.capsule.a.x, proof.z1, proof.z2];
    expect(new Set(proofs.flatMap(drawn)).size).to.equal(6);
  });

  it("it should not reuse a nonce for another statement when the random source is stuck", () => {
    const one = proveReEncryption({ ...request, random: stuck });
    const two = proveReEncryption({ ...request, to: publicKeyOf(3n), random: stuck });
    const commitment = (proof: ReEncryption) =>
      computedNonce(proof.z1, proof.challenge, seller.secret);
    expect(commitment(one)).not.to.equal(commitment(two));
    expect(proveReEncryption({ ...request, random: stuck })).to.deep.equal(one);
  });

  it("it should satisfy the verifier's equation", () => {
    expect(computedChallenge(context, capsule, reEncryption)).to.equal(reEncryption.challenge);
  });

  it("it should refuse a secret that does not open the capsule", async () => {
    const attempt = () => proveReEncryption({ ...request, secret: buyer.secret });
    expect(await rejection(attempt)).to.equal("KEY_MISMATCH");
  });

  it("it should refuse a receiver's key that the contract would refuse", async () => {
    for (const to of [{ x: 1n, y: 1n }, { x: 0n, y: 0n }, pointBeyondOrder()]) {
      expect(await rejection(() => proveReEncryption({ ...request, to }))).to.equal(
        "INVALID_POINT",
      );
    }
  });

  it("it should take less than 200 ms", () => {
    const start = performance.now();
    for (let run = 0; run < 5; run++) proveReEncryption(request);
    expect((performance.now() - start) / 5).to.be.below(200);
  });
});

/** `k1 = z1 - c·s`, up to a multiple of the order. */
function computedNonce(z1: bigint, challenge: bigint, secret: bigint): string {
  return publicKeyOf(modulo(z1 - challenge * secret)).x.toString(16);
}

function modulo(value: bigint): bigint {
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  return ((value % order) + order) % order;
}
