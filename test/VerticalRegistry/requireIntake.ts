import { expect } from "chai";
import { network } from "hardhat";

import { region, registryFixture, RULES, verticalId } from "../fixtures/registry.ts";

const { viem, networkHelpers } = await network.create({ network: "default", chainType: "op" });
const fixture = () => networkHelpers.loadFixture(registryFixture);
const SOLAR = verticalId("solar");

describe("VerticalRegistry.requireIntake", () => {
  describe("given a vertical that demands consent", () => {
    it("should return its maximum age and the duplicate window", async () => {
      const { registry } = await fixture();
      expect(await registry.read.requireIntake([SOLAR, region("US-CA")])).to.deep.equal([
        RULES.consentMaxAge,
        RULES.duplicateWindow,
      ]);
    });
  });

  describe("given a vertical that demands no consent", () => {
    it("should return an age of zero", async () => {
      const { registry } = await fixture();
      await registry.write.configureVertical(["wind", { ...RULES, consentRequired: false }]);
      const [consentMaxAge] = await registry.read.requireIntake([
        verticalId("wind"),
        region("US-CA"),
      ]);
      expect(consentMaxAge).to.equal(0);
    });
  });

  describe("given a vertical that is not open", () => {
    it("reverts for an unknown one", async () => {
      const { registry } = await fixture();
      await viem.assertions.revertWithCustomErrorWithArgs(
        registry.read.requireIntake([verticalId("legal"), region("US-CA")]),
        registry,
        "VerticalRegistry_UnknownVertical",
        [verticalId("legal")],
      );
    });

    it("reverts for an inactive one", async () => {
      const { registry } = await fixture();
      await registry.write.configureVertical(["solar", { ...RULES, active: false }]);
      await viem.assertions.revertWithCustomErrorWithArgs(
        registry.read.requireIntake([SOLAR, region("US-CA")]),
        registry,
        "VerticalRegistry_InactiveVertical",
        [SOLAR],
      );
    });

    it("reverts for a restricted region", async () => {
      const { registry } = await fixture();
      await registry.write.setRegionRestriction([SOLAR, region("US"), true]);
      await viem.assertions.revertWithCustomErrorWithArgs(
        registry.read.requireIntake([SOLAR, region("US-CA")]),
        registry,
        "VerticalRegistry_RestrictedRegion",
        [SOLAR, region("US-CA")],
      );
    });

    it("reverts for a malformed region", async () => {
      const { registry } = await fixture();
      await viem.assertions.revertWithCustomErrorWithArgs(
        registry.read.requireIntake([SOLAR, region("ca")]),
        registry,
        "VerticalRegistry_InvalidRegion",
        [region("ca")],
      );
    });
  });
});
