import assert from "node:assert/strict";

import { getAddress } from "viem";

import { deployReservePricer, networkHelpers, viem } from "../../fixtures/reservePricer.ts";

const { assertions } = viem;
const [HARD_MIN, HARD_MAX] = [5_000, 20_000];

describe("ReservePricer.setMultiplierBounds", () => {
  describe("when the caller is not a configurator", () => {
    it("reverts", async () => {
      const { asStranger, stranger } = await networkHelpers.loadFixture(deployReservePricer);
      await assertions.revertWithCustomErrorWithArgs(
        asStranger.write.setMultiplierBounds([9_000, 11_000]),
        asStranger,
        "AccessManagedUnauthorized",
        [getAddress(stranger.account.address)],
      );
    });
  });

  for (const [min, max] of [
    [HARD_MIN - 1, 12_000],
    [10_001, 12_000],
    [8_000, 9_999],
    [8_000, HARD_MAX + 1],
  ] as const) {
    describe(`when the bounds are ${min} and ${max} bps`, () => {
      it("reverts", async () => {
        const { pricer } = await networkHelpers.loadFixture(deployReservePricer);
        await assertions.revertWithCustomErrorWithArgs(
          pricer.write.setMultiplierBounds([min, max]),
          pricer,
          "ReservePricer_InvalidMultiplierBounds",
          [BigInt(min), BigInt(max), BigInt(HARD_MIN), BigInt(HARD_MAX)],
        );
      });
    });
  }

  for (const [min, max] of [
    [HARD_MIN, HARD_MAX],
    [10_000, 10_000],
  ] as const) {
    describe(`when the bounds are ${min} and ${max} bps`, () => {
      it("it should set them", async () => {
        const { pricer } = await networkHelpers.loadFixture(deployReservePricer);
        const hash = await pricer.write.setMultiplierBounds([min, max]);
        await assertions.emitWithArgs(hash, pricer, "MultiplierBoundsSet", [min, max]);
        assert.deepEqual(await pricer.read.multiplierBounds(), [min, max]);
      });
    });
  }
});
