import { secp256k1 } from "@noble/curves/secp256k1.js";

import type { Capsule } from "../../../deploy/sdk/crypto/capsule.ts";
import { toPoint, type Point } from "../../../deploy/sdk/crypto/point.ts";
import { deployDeliveryProofHarness } from "../../fixtures/deliveryProofHarness.ts";
import { pointBeyondOrder } from "../../fixtures/proofModel.ts";
import { exampleReEncryption } from "../../fixtures/reEncryption.ts";

describe("DeliveryProof.verify with an invalid point", () => {
  const { context, capsule, reEncryption } = exampleReEncryption("points");
  const { ORDER: FIELD } = secp256k1.Point.Fp;
  const smallX = toPoint(secp256k1.Point.fromHex(`02${"1".padStart(64, "0")}`));
  const beyondOrder = pointBeyondOrder();
  let fixture: Awaited<ReturnType<typeof deployDeliveryProofHarness>>;

  before(async () => {
    fixture = await deployDeliveryProofHarness();
  });

  const positions = ["A", "B", "P", "A'", "B'", "Q"] as const;
  const names = ["a", "b", "p"] as const;

  for (const [index, position] of positions.entries()) {
    describe(`given ${position}`, () => {
      const invalid: Record<string, Point> = {
        "at infinity": { x: 0n, y: 0n },
        "off the curve": { x: 1n, y: 1n },
        "with x plus the field prime": { x: smallX.x + FIELD, y: smallX.y },
        "with x equal to the field prime": { x: FIELD, y: smallX.y },
        "with y beyond the field": { x: smallX.x, y: FIELD },
      };
      for (const [label, point] of Object.entries(invalid)) {
        it(`reverts when it is ${label}`, async () => {
          const { viem, harness } = fixture;
          await viem.assertions.revertWithCustomErrorWithArgs(
            harness.read.verify([context, ...replace(index, point)]),
            harness,
            "DeliveryProof_PointNotOnCurve",
            [BigInt(index)],
          );
        });
      }

      if (position.startsWith("B")) return;
      it("reverts when its x-coordinate is not below the group order", async () => {
        const { viem, harness } = fixture;
        await viem.assertions.revertWithCustomErrorWithArgs(
          harness.read.verify([context, ...replace(index, beyondOrder)]),
          harness,
          "DeliveryProof_CoordinateOutOfRange",
          [BigInt(index), beyondOrder.x],
        );
      });
    });
  }

  /** The example with one of its six points replaced. */
  function replace(index: number, point: Point): [Capsule, typeof reEncryption] {
    const name = names[index % names.length] ?? "a";
    if (index < names.length) return [{ ...capsule, [name]: point }, reEncryption];
    return [capsule, { ...reEncryption, capsule: { ...reEncryption.capsule, [name]: point } }];
  }
});
