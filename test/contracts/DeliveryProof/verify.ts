import { expect } from "chai";
import { keccak256, stringToHex } from "viem";

import { openCapsule } from "../../../deploy/sdk/crypto/capsule.ts";
import { publicKeyOf } from "../../../deploy/sdk/crypto/point.ts";
import { proveReEncryption } from "../../../deploy/sdk/crypto/reencryption.ts";
import { deployDeliveryProofHarness } from "../../fixtures/deliveryProofHarness.ts";
import { computedChallenge } from "../../fixtures/proofModel.ts";
import { exampleReEncryption } from "../../fixtures/reEncryption.ts";

describe("DeliveryProof.verify", () => {
  const example = exampleReEncryption("verify");
  const { context, capsule, reEncryption, buyer, contentKey } = example;
  let fixture: Awaited<ReturnType<typeof deployDeliveryProofHarness>>;

  before(async () => {
    fixture = await deployDeliveryProofHarness();
  });

  describe("given an honest proof", () => {
    it("it should pass", async () => {
      await fixture.harness.read.verify([context, capsule, reEncryption]);
    });

    it("it should pass again when the buyer hands the lead on", async () => {
      const next = proveReEncryption({
        capsule: reEncryption.capsule,
        secret: buyer.secret,
        to: publicKeyOf(7n),
        context,
      });
      await fixture.harness.read.verify([context, reEncryption.capsule, next]);
      expect(openCapsule(next.capsule, 7n)).to.deep.equal(contentKey);
    });

    it("it should pass when the receiver is the owner", async () => {
      const { seller } = example;
      const renewed = proveReEncryption({
        capsule,
        secret: seller.secret,
        to: seller.publicKey,
        context,
      });
      await fixture.harness.read.verify([context, capsule, renewed]);
    });

    describe("when it is used for another delivery", () => {
      it("reverts with the challenge that the other context has", async () => {
        const { viem, harness } = fixture;
        const other = keccak256(stringToHex("another delivery"));
        await viem.assertions.revertWithCustomErrorWithArgs(
          harness.read.verify([other, capsule, reEncryption]),
          harness,
          "DeliveryProof_ChallengeMismatch",
          [reEncryption.challenge, computedChallenge(other, capsule, reEncryption)],
        );
      });
    });
  });
});
