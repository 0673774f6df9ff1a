import { expect } from "chai";

import { deployDeliveryProofHarness } from "../fixtures/deliveryProofHarness.ts";
import { exampleReEncryption } from "../fixtures/reEncryption.ts";
import { computeVectors } from "../fixtures/vectors.ts";
import vectors from "./vectors.json" with { type: "json" };

describe("test vectors", () => {
  it("it should compute what is committed in vectors.json", async () => {
    expect(await computeVectors()).to.deep.equal(vectors);
  });

  it("it should verify the vector's proof on chain", async () => {
    const { harness } = await deployDeliveryProofHarness();
    const { context, capsule, reEncryption } = exampleReEncryption("vector");
    await harness.read.verify([context, capsule, reEncryption]);
  });
});
