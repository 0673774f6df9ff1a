import { expect } from "chai";
import fc from "fast-check";
import { BaseError, ContractFunctionRevertedError, type Hex } from "viem";

import { openCapsule, type Capsule } from "../../../deploy/sdk/crypto/capsule.ts";
import type { ReEncryption } from "../../../deploy/sdk/crypto/reencryption.ts";
import { deployDeliveryProofHarness } from "../../fixtures/deliveryProofHarness.ts";
import { exampleReEncryption } from "../../fixtures/reEncryption.ts";

/** All that the verifier is given, as a list of words. */
type Words = readonly bigint[];

describe("DeliveryProof fuzz", function () {
  this.timeout(120_000);
  let fixture: Awaited<ReturnType<typeof deployDeliveryProofHarness>>;

  before(async () => {
    fixture = await deployDeliveryProofHarness();
  });

  it("it should pass for every honest proof, which opens to the same content key", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (seed) => {
        const { context, capsule, reEncryption, buyer, contentKey } = exampleReEncryption(seed);
        await fixture.harness.read.verify([context, capsule, reEncryption]);
        expect(openCapsule(reEncryption.capsule, buyer.secret)).to.deep.equal(contentKey);
      }),
      { numRuns: 40 },
    );
  });

  it("it should revert, with a named error, for every proof with a mutated word", async () => {
    const { context, capsule, reEncryption } = exampleReEncryption("mutated");
    const words = toWords(context, capsule, reEncryption);
    const word = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n });
    const bit = fc.nat(255).map((position) => 1n << BigInt(position));
    await fc.assert(
      fc.asyncProperty(fc.nat(words.length - 1), fc.oneof(bit, word), async (index, mask) => {
        fc.pre(mask !== 0n);
        const mutated = words.map((value, at) => (at === index ? value ^ mask : value));
        expect(await errorOf(fromWords(mutated))).to.match(/^DeliveryProof_/);
      }),
      { numRuns: 400 },
    );
  });

  async function errorOf(args: readonly [Hex, Capsule, ReEncryption]): Promise<string | undefined> {
    try {
      await fixture.harness.read.verify([...args]);
      return undefined;
    } catch (error) {
      if (!(error instanceof BaseError)) throw error;
      const reverted = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
      return reverted instanceof ContractFunctionRevertedError
        ? reverted.data?.errorName
        : error.message;
    }
  }
});

function toWords(context: Hex, current: Capsule, proof: ReEncryption): Words {
  const points = [current.a, current.b, current.p];
  const { capsule, challenge, z1, z2, u, v, w, inverses } = proof;
  points.push(capsule.a, capsule.b, capsule.p, u, v, w);
  const coordinates = points.flatMap(({ x, y }) => [x, y]);
  return [BigInt(context), challenge, z1, z2, ...inverses, ...coordinates];
}

function fromWords(words: Words): [Hex, Capsule, ReEncryption] {
  const at = (index: number) => words[index] ?? 0n;
  const point = (index: number) => ({ x: at(7 + 2 * index), y: at(8 + 2 * index) });
  return [
    `0x${at(0).toString(16).padStart(64, "0")}`,
    { a: point(0), b: point(1), p: point(2) },
    {
      capsule: { a: point(3), b: point(4), p: point(5) },
      challenge: at(1),
      z1: at(2),
      z2: at(3),
      inverses: [at(4), at(5), at(6)],
      u: point(6),
      v: point(7),
      w: point(8),
    },
  ];
}
