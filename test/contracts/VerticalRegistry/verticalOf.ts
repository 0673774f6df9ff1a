import { network } from "hardhat";

import { registryFixture, verticalId } from "../../fixtures/registry.ts";

const { viem, networkHelpers } = await network.create({ network: "default", chainType: "op" });

describe("VerticalRegistry.verticalOf", () => {
  describe("given an unknown vertical", () => {
    it("reverts", async () => {
      const { registry } = await networkHelpers.loadFixture(registryFixture);
      await viem.assertions.revertWithCustomErrorWithArgs(
        registry.read.verticalOf([verticalId("legal")]),
        registry,
        "VerticalRegistry_UnknownVertical",
        [verticalId("legal")],
      );
    });
  });
});
