import { publicKeyOf, type Point } from "../../../deploy/sdk/crypto/point.ts";
import type { Capsule } from "../../../deploy/sdk/crypto/capsule.ts";
import type { ReEncryption } from "../../../deploy/sdk/crypto/reencryption.ts";
import { deployDeliveryProofHarness } from "../../fixtures/deliveryProofHarness.ts";
import { computedChallenge, negate } from "../../fixtures/proofModel.ts";
import { exampleReEncryption } from "../../fixtures/reEncryption.ts";

/** What the verifier is given. */
type Given = { readonly capsule: Capsule; readonly proof: ReEncryption };
type Expected = readonly [error: string, args: readonly bigint[]];
type Case = readonly [change: string, given: Given, expected: Expected];

describe("DeliveryProof.verify with one field changed", () => {
  const { context, capsule, reEncryption: proof } = exampleReEncryption("tampered");
  const { challenge, z1, z2, u, v, w, inverses } = proof;
  const other = publicKeyOf(5n);
  let fixture: Awaited<ReturnType<typeof deployDeliveryProofHarness>>;

  before(async () => {
    fixture = await deployDeliveryProofHarness();
  });

  const withCurrent = (part: Partial<Capsule>): Given => ({
    capsule: { ...capsule, ...part },
    proof,
  });
  const withProof = (part: Partial<ReEncryption>): Given => ({
    capsule,
    proof: { ...proof, ...part },
  });
  const withNext = (part: Partial<Capsule>): Given =>
    withProof({ capsule: { ...proof.capsule, ...part } });

  const notOnCurve = (index: bigint): Expected => ["DeliveryProof_PointNotOnCurve", [index]];
  const badWitness = (index: bigint): Expected => ["DeliveryProof_InvalidWitness", [index]];
  const badInverse = (index: bigint, inverse: bigint): Expected => [
    "DeliveryProof_InvalidInverse",
    [index, inverse],
  ];
  const badChallenge = ({ capsule: current, proof: given }: Given): Expected => [
    "DeliveryProof_ChallengeMismatch",
    [given.challenge, computedChallenge(context, current, given)],
  ];
  const up = (point: Point): Point => ({ x: point.x, y: point.y + 1n });
  const right = (point: Point): Point => ({ x: point.x + 1n, y: point.y });

  const flippedP = withCurrent({ p: negate(capsule.p) });
  const flippedNextA = withNext({ a: negate(proof.capsule.a) });
  const otherP = withCurrent({ p: other });
  const otherNextA = withNext({ a: other });

  const offCurve: Case[] = [
    ["A.x", withCurrent({ a: right(capsule.a) }), notOnCurve(0n)],
    ["A.y", withCurrent({ a: up(capsule.a) }), notOnCurve(0n)],
    ["B.x", withCurrent({ b: right(capsule.b) }), notOnCurve(1n)],
    ["B.y", withCurrent({ b: up(capsule.b) }), notOnCurve(1n)],
    ["P.x", withCurrent({ p: right(capsule.p) }), notOnCurve(2n)],
    ["P.y", withCurrent({ p: up(capsule.p) }), notOnCurve(2n)],
    ["A'.x", withNext({ a: right(proof.capsule.a) }), notOnCurve(3n)],
    ["A'.y", withNext({ a: up(proof.capsule.a) }), notOnCurve(3n)],
    ["B'.x", withNext({ b: right(proof.capsule.b) }), notOnCurve(4n)],
    ["B'.y", withNext({ b: up(proof.capsule.b) }), notOnCurve(4n)],
    ["Q.x", withNext({ p: right(proof.capsule.p) }), notOnCurve(5n)],
    ["Q.y", withNext({ p: up(proof.capsule.p) }), notOnCurve(5n)],
  ];
  const negated: Case[] = [
    ["A", withCurrent({ a: negate(capsule.a) }), badWitness(0n)],
    ["B", withCurrent({ b: negate(capsule.b) }), badWitness(2n)],
    ["P", flippedP, badChallenge(flippedP)],
    ["A'", flippedNextA, badChallenge(flippedNextA)],
    ["B'", withNext({ b: negate(proof.capsule.b) }), badWitness(2n)],
    ["Q", withNext({ p: negate(proof.capsule.p) }), badWitness(1n)],
    ["u", withProof({ u: negate(u) }), badWitness(0n)],
    ["v", withProof({ v: negate(v) }), badWitness(1n)],
    ["w", withProof({ w: negate(w) }), badWitness(2n)],
  ];
  const replaced: Case[] = [
    ["A", withCurrent({ a: other }), badWitness(0n)],
    ["B", withCurrent({ b: other }), badInverse(0n, inverses[0])],
    ["P", otherP, badChallenge(otherP)],
    ["A'", otherNextA, badChallenge(otherNextA)],
    ["B'", withNext({ b: other }), badInverse(0n, inverses[0])],
    ["Q", withNext({ p: other }), badWitness(1n)],
  ];
  const increased: Case[] = [
    ["challenge", withProof({ challenge: challenge + 1n }), badWitness(2n)],
    ["z1", withProof({ z1: z1 + 1n }), badWitness(0n)],
    ["z2", withProof({ z2: z2 + 1n }), badWitness(1n)],
    ["u.x", withProof({ u: right(u) }), badWitness(0n)],
    ["u.y", withProof({ u: up(u) }), badWitness(0n)],
    ["v.x", withProof({ v: right(v) }), badWitness(1n)],
    ["v.y", withProof({ v: up(v) }), badWitness(1n)],
    ["w.x", withProof({ w: right(w) }), badWitness(2n)],
    ["w.y", withProof({ w: up(w) }), badWitness(2n)],
    ...([0, 1, 2] as const).map((index): Case => {
      const changed: [bigint, bigint, bigint] = [...inverses];
      changed[index] += 1n;
      const expected = badInverse(BigInt(index), changed[index]);
      return [`inverses[${index}]`, withProof({ inverses: changed }), expected];
    }),
  ];

  for (const [how, cases] of Object.entries({ offCurve, negated, replaced, increased })) {
    describe(`when a field is ${how === "offCurve" ? "moved off the curve" : how}`, () => {
      for (const [change, given, [error, args]] of cases) {
        it(`reverts for ${change} with ${error}`, async () => {
          const { viem, harness } = fixture;
          await viem.assertions.revertWithCustomErrorWithArgs(
            harness.read.verify([context, given.capsule, given.proof]),
            harness,
            error as "DeliveryProof_InvalidInverse",
            args as [bigint, bigint],
          );
        });
      }
    });
  }
});
