import { secp256k1 } from "@noble/curves/secp256k1.js";
import { keccak256, stringToHex } from "viem";

import type { Capsule } from "../../../deploy/sdk/crypto/capsule.ts";
import { GENERATOR, publicKeyOf, toCurvePoint, toPoint } from "../../../deploy/sdk/crypto/point.ts";
import type { ReEncryption } from "../../../deploy/sdk/crypto/reencryption.ts";
import { ORDER } from "../../../deploy/sdk/crypto/scalar.ts";
import { deployDeliveryProofHarness } from "../../fixtures/deliveryProofHarness.ts";
import { challengeOf, completeProof, computedChallenge } from "../../fixtures/proofModel.ts";
import { pointBeyondOrder } from "../../fixtures/proofModel.ts";

describe("DeliveryProof.verify of a forger's proof", () => {
  const { Fn, Fp } = secp256k1.Point;
  const context = keccak256(stringToHex("forged"));
  // The forger knows every logarithm: of A, B, P, and of A', B', Q.
  const logs = { a: 11n, b: 13n, p: 17n, nextA: 19n, nextB: 23n, q: 29n };
  const current: Capsule = {
    a: publicKeyOf(logs.a),
    b: publicKeyOf(logs.b),
    p: publicKeyOf(logs.p),
  };
  const next: Capsule = {
    a: publicKeyOf(logs.nextA),
    b: publicKeyOf(logs.nextB),
    p: publicKeyOf(logs.q),
  };
  const [k1, k2] = [31n, 37n];
  let fixture: Awaited<ReturnType<typeof deployDeliveryProofHarness>>;

  before(async () => {
    fixture = await deployDeliveryProofHarness();
  });

  const respond = (challenge: bigint, s: bigint, a: bigint) => ({
    challenge,
    z1: Fn.create(k1 + challenge * s),
    z2: Fn.create(k2 + challenge * a),
  });

  describe("given the new capsule holds another content key", () => {
    it("reverts although the rest of the protocol is followed", async () => {
      const commitments = [
        GENERATOR.multiply(k1),
        GENERATOR.multiply(k2),
        toCurvePoint(current.a).multiply(k1).subtract(toCurvePoint(next.p).multiply(k2)),
      ] as const;
      const challenge = challengeOf(context, current, next, commitments);
      const proof = completeProof(current, next, respond(challenge, logs.p, logs.nextA));
      await expectChallengeMismatch(proof);
    });
  });

  describe("given arbitrary responses with correct witnesses", () => {
    it("reverts", async () => {
      await expectChallengeMismatch(
        completeProof(current, next, { challenge: 3n, z1: 5n, z2: 7n }),
      );
    });
  });

  describe("given responses that make a commitment infinite", () => {
    it("reverts for T1", async () => {
      const [challenge, z2] = [3n, 5n];
      const proof = completeProof(current, next, { challenge, z1: challenge * logs.p, z2 });
      await expectRevert(proof, "DeliveryProof_CommitmentAtInfinity", [0n]);
    });

    it("reverts for T2", async () => {
      const [challenge, z1] = [3n, 5n];
      const proof = completeProof(current, next, { challenge, z1, z2: challenge * logs.nextA });
      await expectRevert(proof, "DeliveryProof_CommitmentAtInfinity", [1n]);
    });
  });

  describe("given two points to subtract with the same x-coordinate", () => {
    const responses = { challenge: 3n, z1: 5n, z2: 7n };
    const proof = completeProof(current, next, responses);
    const flipped = { ...current.b, y: Fp.neg(current.b.y) };

    it("reverts for B' = B", async () => {
      const same = { ...proof, capsule: { ...next, b: current.b } };
      await expectRevert(same, "DeliveryProof_DegenerateSubtraction", [0n]);
    });

    it("reverts for B' = -B", async () => {
      const opposite = { ...proof, capsule: { ...next, b: flipped } };
      await expectRevert(opposite, "DeliveryProof_DegenerateSubtraction", [0n]);
    });

    for (const sign of [1n, -1n]) {
      const relation = sign === 1n ? "=" : "= -";
      it(`reverts for u ${relation}v`, async () => {
        const z2 = Fn.create(sign * responses.z1 * Fn.div(logs.a, logs.q));
        const degenerate = completeProof(current, next, { ...responses, z2 });
        await expectRevert(degenerate, "DeliveryProof_DegenerateSubtraction", [1n]);
      });

      it(`reverts for u - v ${relation}w`, async () => {
        const { z1, z2 } = responses;
        const partial = Fn.create(z1 * logs.a - z2 * logs.q);
        const difference = Fn.create(logs.b - logs.nextB);
        const challenge = Fn.create(sign * Fn.div(partial, difference));
        const degenerate = completeProof(current, next, { challenge, z1, z2 });
        await expectRevert(degenerate, "DeliveryProof_DegenerateSubtraction", [2n]);
      });
    }
  });

  describe("given a scalar out of range", () => {
    const proof = completeProof(current, next, { challenge: 3n, z1: 5n, z2: 7n });
    for (const [index, name] of (["challenge", "z1", "z2"] as const).entries()) {
      for (const [label, value] of [
        ["zero", 0n],
        ["n", ORDER],
        ["itself plus n", proof[name] + ORDER],
        ["2^256 - 1", 2n ** 256n - 1n],
      ] as const) {
        it(`reverts when ${name} is ${label}`, async () => {
          const changed = { ...proof, [name]: value };
          await expectRevert(changed, "DeliveryProof_ScalarOutOfRange", [BigInt(index), value]);
        });
      }
    }
  });

  describe("given a difference of the masked keys beyond the group order", () => {
    it("reverts", async () => {
      const beyond = pointBeyondOrder();
      const b = toPoint(toCurvePoint(current.b).subtract(toCurvePoint(beyond)));
      const responses = { challenge: 3n, z1: 5n, z2: 7n };
      const proof = completeProof(current, { ...next, b }, responses);
      await expectRevert(proof, "DeliveryProof_CoordinateOutOfRange", [6n, beyond.x]);
    });
  });

  async function expectChallengeMismatch(proof: ReEncryption): Promise<void> {
    const computed = computedChallenge(context, current, proof);
    await expectRevert(proof, "DeliveryProof_ChallengeMismatch", [proof.challenge, computed]);
  }

  async function expectRevert(
    proof: ReEncryption,
    error: string,
    args: readonly bigint[],
  ): Promise<void> {
    const { viem, harness } = fixture;
    await viem.assertions.revertWithCustomErrorWithArgs(
      harness.read.verify([context, current, proof]),
      harness,
      error as "DeliveryProof_InvalidInverse",
      args as [bigint, bigint],
    );
  }
});
