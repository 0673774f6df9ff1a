import { expect } from "chai";
import { network } from "hardhat";

import { region, registryFixture, verticalId } from "../../fixtures/registry.ts";

const { viem, networkHelpers } = await network.create({ network: "default", chainType: "op" });
const fixture = () => networkHelpers.loadFixture(registryFixture);
const SOLAR = verticalId("solar");

describe("VerticalRegistry.setRegionRestriction", () => {
  describe("given a caller without the role", () => {
    it("reverts", async () => {
      const { registry, stranger } = await fixture();
      await viem.assertions.revertWithCustomErrorWithArgs(
        registry.write.setRegionRestriction([SOLAR, region("US"), true], {
          account: stranger.account,
        }),
        registry,
        "AccessManagedUnauthorized",
        [stranger.account.address],
      );
    });
  });

  describe("given an unknown vertical", () => {
    it("reverts", async () => {
      const { registry } = await fixture();
      await viem.assertions.revertWithCustomErrorWithArgs(
        registry.write.setRegionRestriction([verticalId("legal"), region("US"), true]),
        registry,
        "VerticalRegistry_UnknownVertical",
        [verticalId("legal")],
      );
    });
  });

  describe("given a known vertical", () => {
    it("should restrict and allow again, each with an event", async () => {
      const { registry } = await fixture();
      for (const restricted of [true, false]) {
        await viem.assertions.emitWithArgs(
          registry.write.setRegionRestriction([SOLAR, region("US-CA"), restricted]),
          registry,
          "RegionRestrictionSet",
          [SOLAR, region("US-CA"), restricted],
        );
        expect(await registry.read.isRestricted([SOLAR, region("US-CA")])).to.equal(restricted);
      }
    });

    it("should not lose another restriction when one is set or lifted twice", async () => {
      const { registry } = await fixture();
      for (const [code, restricted] of [
        ["US-CA", true],
        ["US-CA", true],
        ["US-NY", true],
        ["US-CA", false],
        ["US-CA", false],
      ] as const) {
        await registry.write.setRegionRestriction([SOLAR, region(code), restricted]);
      }
      expect(await registry.read.isRestricted([SOLAR, region("US-CA")])).to.equal(false);
      expect(await registry.read.isRestricted([SOLAR, region("US-NY")])).to.equal(true);
    });
  });

  describe("when the region is malformed", () => {
    const codes = ["", "U", "us", "U1", "US-", "USA", "US-ca", "US_CA", "US-C A", "-USCA"];
    for (const code of [...codes, "US\0\0C", "US-A\0B", "US-CA\u0001"]) {
      it(`reverts for ${JSON.stringify(code)}`, async () => {
        const { registry } = await fixture();
        await viem.assertions.revertWithCustomErrorWithArgs(
          registry.write.setRegionRestriction([SOLAR, region(code), true]),
          registry,
          "VerticalRegistry_InvalidRegion",
          [region(code)],
        );
      });
    }

    for (const code of ["US", "GB-ENG", "FR-1", "AT-9", "US-CA"]) {
      it(`should take ${code}`, async () => {
        const { registry } = await fixture();
        await registry.write.setRegionRestriction([SOLAR, region(code), true]);
        expect(await registry.read.isRestricted([SOLAR, region(code)])).to.equal(true);
      });
    }
  });
});
