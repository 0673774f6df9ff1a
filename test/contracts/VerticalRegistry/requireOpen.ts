import { expect } from "chai";
import { network } from "hardhat";

import { region, registryFixture, RULES, verticalId } from "../../fixtures/registry.ts";

const { viem, networkHelpers } = await network.create({ network: "default", chainType: "op" });
const fixture = () => networkHelpers.loadFixture(registryFixture);
const [SOLAR, RESIDENTIAL] = [verticalId("solar"), verticalId("solar.residential")];

describe("VerticalRegistry.requireOpen", () => {
  describe("given an unknown vertical", () => {
    it("reverts", async () => {
      const { registry } = await fixture();
      await viem.assertions.revertWithCustomErrorWithArgs(
        registry.read.requireOpen([verticalId("legal"), region("US-CA")]),
        registry,
        "VerticalRegistry_UnknownVertical",
        [verticalId("legal")],
      );
    });
  });

  describe("given an inactive vertical", () => {
    it("reverts", async () => {
      const { registry } = await fixture();
      await registry.write.configureVertical(["solar", { ...RULES, active: false }]);
      await viem.assertions.revertWithCustomErrorWithArgs(
        registry.read.requireOpen([SOLAR, region("US-CA")]),
        registry,
        "VerticalRegistry_InactiveVertical",
        [SOLAR],
      );
    });

    it("should leave its children open", async () => {
      const { registry } = await fixture();
      await registry.write.configureVertical(["solar", { ...RULES, active: false }]);
      await registry.read.requireOpen([RESIDENTIAL, region("US-CA")]);
    });
  });

  describe("given no restriction", () => {
    it("should return the rules", async () => {
      const { registry } = await fixture();
      expect(await registry.read.requireOpen([RESIDENTIAL, region("US-CA")])).to.deep.equal({
        ...RULES,
        parent: SOLAR,
      });
    });
  });

  for (const [holder, vertical] of [
    ["itself", RESIDENTIAL],
    ["its parent", SOLAR],
  ] as const) {
    for (const code of ["US", "US-CA"]) {
      describe(`given a restriction of ${code} on ${holder}`, () => {
        it("reverts", async () => {
          const { registry } = await fixture();
          await registry.write.setRegionRestriction([vertical, region(code), true]);
          await viem.assertions.revertWithCustomErrorWithArgs(
            registry.read.requireOpen([RESIDENTIAL, region("US-CA")]),
            registry,
            "VerticalRegistry_RestrictedRegion",
            [RESIDENTIAL, region("US-CA")],
          );
        });

        it("should stay open elsewhere", async () => {
          const { registry } = await fixture();
          await registry.write.setRegionRestriction([vertical, region(code), true]);
          await registry.read.requireOpen([RESIDENTIAL, region("CA-ON")]);
        });
      });
    }
  }

  describe("given a restriction on a child", () => {
    it("should leave its parent open", async () => {
      const { registry } = await fixture();
      await registry.write.setRegionRestriction([RESIDENTIAL, region("US"), true]);
      await registry.read.requireOpen([SOLAR, region("US-CA")]);
    });
  });

  describe("when the region is misspelt to slip past a restriction", () => {
    it("reverts", async () => {
      const { registry } = await fixture();
      await registry.write.setRegionRestriction([SOLAR, region("US"), true]);
      await viem.assertions.revertWithCustomErrorWithArgs(
        registry.read.requireOpen([RESIDENTIAL, region("us-CA")]),
        registry,
        "VerticalRegistry_InvalidRegion",
        [region("us-CA")],
      );
    });
  });
});
