import { expect } from "chai";
import { network } from "hardhat";

import { registryFixture, RULES, verticalId } from "../../fixtures/registry.ts";

const { viem, networkHelpers } = await network.create({ network: "default", chainType: "op" });
const fixture = () => networkHelpers.loadFixture(registryFixture);
const DAY = 86_400;

describe("VerticalRegistry.configureVertical", () => {
  describe("given a caller without the role", () => {
    it("reverts", async () => {
      const { registry, stranger } = await fixture();
      await viem.assertions.revertWithCustomErrorWithArgs(
        registry.write.configureVertical(["legal", RULES], { account: stranger.account }),
        registry,
        "AccessManagedUnauthorized",
        [stranger.account.address],
      );
    });
  });

  describe("given a root", () => {
    it("should store the rules, emit them, and have no parent", async () => {
      const { registry } = await fixture();
      const given = { ...RULES, parent: verticalId("ignored") };
      await viem.assertions.emitWithArgs(
        registry.write.configureVertical(["legal", given]),
        registry,
        "VerticalConfigured",
        [verticalId("legal"), "legal", RULES],
      );
      expect(await registry.read.verticalOf([verticalId("legal")])).to.deep.equal(RULES);
    });
  });

  describe("given a child", () => {
    it("should derive the parent from the slug", async () => {
      const { registry } = await fixture();
      const { parent } = await registry.read.verticalOf([verticalId("solar.residential")]);
      expect(parent).to.equal(verticalId("solar"));
    });

    it("reverts when the parent is unknown", async () => {
      const { registry } = await fixture();
      await viem.assertions.revertWithCustomErrorWithArgs(
        registry.write.configureVertical(["legal.family", RULES]),
        registry,
        "VerticalRegistry_UnknownParent",
        [verticalId("legal.family"), verticalId("legal")],
      );
    });
  });

  describe("given a vertical with restrictions", () => {
    it("should keep them when the rules change", async () => {
      const { registry } = await fixture();
      await registry.write.setRegionRestriction([verticalId("solar"), "0x555300000000", true]);
      await registry.write.configureVertical(["solar", { ...RULES, commitWindow: 99 }]);
      const { commitWindow } = await registry.read.verticalOf([verticalId("solar")]);
      expect(commitWindow).to.equal(99);
      expect(await registry.read.isRestricted([verticalId("solar"), "0x555300000000"])).to.equal(
        true,
      );
    });
  });

  describe("when the slug is malformed", () => {
    const slugs = ["", "Solar", "solar panels", ".solar", "solar.", "solar..x", "sölar", "a-b"];
    for (const slug of [...slugs, "a".repeat(65)]) {
      it(`reverts for "${slug}"`, async () => {
        const { registry } = await fixture();
        await viem.assertions.revertWithCustomErrorWithArgs(
          registry.write.configureVertical([slug, RULES]),
          registry,
          "VerticalRegistry_InvalidSlug",
          [slug],
        );
      });
    }

    it("should take 64 bytes of every allowed character", async () => {
      const { registry } = await fixture();
      const slug = "az_09".padEnd(64, "m");
      await registry.write.configureVertical([slug, RULES]);
      expect((await registry.read.verticalOf([verticalId(slug)])).active).to.equal(true);
    });
  });

  describe("when a window is out of bounds", () => {
    const cases = [
      ["commitWindow", 9, 10, 7 * DAY],
      ["commitWindow", 7 * DAY + 1, 10, 7 * DAY],
      ["revealWindow", 9, 10, 7 * DAY],
      ["revealWindow", 7 * DAY + 1, 10, 7 * DAY],
      ["deliveryWindow", 59, 60, 7 * DAY],
      ["deliveryWindow", 7 * DAY + 1, 60, 7 * DAY],
    ] as const;
    for (const [field, value, min, max] of cases) {
      it(`reverts for a ${field} of ${value} s`, async () => {
        const { registry } = await fixture();
        await viem.assertions.revertWithCustomErrorWithArgs(
          registry.write.configureVertical(["legal", { ...RULES, [field]: value }]),
          registry,
          "VerticalRegistry_WindowOutOfBounds",
          [BigInt(value), BigInt(min), BigInt(max)],
        );
      });
    }

    it("should take the bounds themselves", async () => {
      const { registry } = await fixture();
      const shortest = { ...RULES, commitWindow: 10, revealWindow: 10, deliveryWindow: 60 };
      const longest = { commitWindow: 7 * DAY, revealWindow: 7 * DAY, deliveryWindow: 7 * DAY };
      await registry.write.configureVertical(["legal", shortest]);
      await registry.write.configureVertical(["legal", { ...RULES, ...longest }]);
    });
  });

  describe("when a bond is out of bounds", () => {
    for (const [field, bps, max] of [
      ["bidBondBps", 10_001, 10_000],
      ["deliveryBondBps", 5_001, 5_000],
    ] as const) {
      it(`reverts for a ${field} of ${bps}`, async () => {
        const { registry } = await fixture();
        await viem.assertions.revertWithCustomErrorWithArgs(
          registry.write.configureVertical(["legal", { ...RULES, [field]: bps }]),
          registry,
          "VerticalRegistry_BondBpsTooHigh",
          [BigInt(bps), BigInt(max)],
        );
      });
    }

    for (const [min, max] of [
      [0n, 5n],
      [6n, 5n],
    ] as const) {
      it(`reverts for bounds of ${min.toString()} to ${max.toString()}`, async () => {
        const { registry } = await fixture();
        await viem.assertions.revertWithCustomErrorWithArgs(
          registry.write.configureVertical([
            "legal",
            { ...RULES, bidBondMin: min, bidBondMax: max },
          ]),
          registry,
          "VerticalRegistry_InvalidBondBounds",
          [min, max],
        );
      });
    }
  });

  describe("when the minimum reserve is zero", () => {
    it("reverts", async () => {
      const { registry } = await fixture();
      await viem.assertions.revertWithCustomErrorWithArgs(
        registry.write.configureVertical(["legal", { ...RULES, minReserve: 0n }]),
        registry,
        "VerticalRegistry_ZeroMinReserve",
        [],
      );
    });
  });

  describe("when consent is demanded that no auction could outlive", () => {
    /** Both windows, a day for a tie, and the delivery window of `RULES`. */
    const needed = 60 + 120 + DAY + 3_600;
    for (const consentMaxAge of [0, needed - 1]) {
      it(`reverts for an age of ${consentMaxAge} s`, async () => {
        const { registry } = await fixture();
        await viem.assertions.revertWithCustomErrorWithArgs(
          registry.write.configureVertical(["legal", { ...RULES, consentMaxAge }]),
          registry,
          "VerticalRegistry_ConsentMaxAgeTooShort",
          [BigInt(consentMaxAge), BigInt(needed)],
        );
      });
    }

    it("should take an age that just suffices", async () => {
      const { registry } = await fixture();
      await registry.write.configureVertical(["legal", { ...RULES, consentMaxAge: needed }]);
    });

    it("should take an age of zero where no consent is demanded", async () => {
      const { registry } = await fixture();
      const rules = { ...RULES, consentRequired: false, consentMaxAge: 0 };
      await registry.write.configureVertical(["b2b_saas", rules]);
    });
  });
});
