import { expect } from "chai";
import { network } from "hardhat";

import { region, registryFixture, verticalId } from "../../fixtures/registry.ts";

const { viem, networkHelpers } = await network.create({ network: "default", chainType: "op" });
const fixture = () => networkHelpers.loadFixture(registryFixture);
const RESIDENTIAL = verticalId("solar.residential");

describe("VerticalRegistry.isRestricted", () => {
  describe("given an unknown vertical", () => {
    it("reverts", async () => {
      const { registry } = await fixture();
      await viem.assertions.revertWithCustomErrorWithArgs(
        registry.read.isRestricted([verticalId("legal"), region("US")]),
        registry,
        "VerticalRegistry_UnknownVertical",
        [verticalId("legal")],
      );
    });
  });

  describe("when the region is malformed", () => {
    it("reverts", async () => {
      const { registry } = await fixture();
      await viem.assertions.revertWithCustomErrorWithArgs(
        registry.read.isRestricted([RESIDENTIAL, region("us")]),
        registry,
        "VerticalRegistry_InvalidRegion",
        [region("us")],
      );
    });
  });

  describe("given a restricted country on the parent", () => {
    it("should close the child to its subdivisions only", async () => {
      const { registry } = await fixture();
      await registry.write.setRegionRestriction([verticalId("solar"), region("US"), true]);
      expect(await registry.read.isRestricted([RESIDENTIAL, region("US-CA")])).to.equal(true);
      expect(await registry.read.isRestricted([RESIDENTIAL, region("US")])).to.equal(true);
      expect(await registry.read.isRestricted([RESIDENTIAL, region("UY-MO")])).to.equal(false);
    });
  });
});
