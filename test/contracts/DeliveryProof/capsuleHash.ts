import { expect } from "chai";

import { capsuleHash } from "../../../deploy/sdk/crypto/capsule.ts";
import { deployDeliveryProofHarness } from "../../fixtures/deliveryProofHarness.ts";
import { exampleReEncryption } from "../../fixtures/reEncryption.ts";

describe("DeliveryProof.capsuleHash", () => {
  it("it should be what the clients compute", async () => {
    const { harness } = await deployDeliveryProofHarness();
    const { capsule } = exampleReEncryption("hash");
    expect(await harness.read.capsuleHash([capsule])).to.equal(capsuleHash(capsule));
  });
});
