import assert from "node:assert/strict";

import { getAddress, zeroHash } from "viem";

import {
  DEFAULT_CURVE,
  deployReservePricer,
  networkHelpers,
  VERTICAL,
  viem,
} from "../../fixtures/reservePricer.ts";

const { assertions } = viem;
const line = (length: number) =>
  Array.from({ length }, (_, i) => ({ ratioBps: 5_000 + i, multiplierBps: 10_000 - i }));

describe("ReservePricer.setCurve", () => {
  describe("when the caller is not a configurator", () => {
    it("reverts", async () => {
      const { asStranger, stranger } = await networkHelpers.loadFixture(deployReservePricer);
      await assertions.revertWithCustomErrorWithArgs(
        asStranger.write.setCurve([VERTICAL, DEFAULT_CURVE]),
        asStranger,
        "AccessManagedUnauthorized",
        [getAddress(stranger.account.address)],
      );
    });
  });

  describe("when the curve has more than eight points", () => {
    it("reverts", async () => {
      const { pricer } = await networkHelpers.loadFixture(deployReservePricer);
      await assertions.revertWithCustomErrorWithArgs(
        pricer.write.setCurve([VERTICAL, line(9)]),
        pricer,
        "ReserveCurve_InvalidLength",
        [9n, 8n],
      );
    });
  });

  describe("when the default curve would be removed", () => {
    it("reverts", async () => {
      const { pricer } = await networkHelpers.loadFixture(deployReservePricer);
      await assertions.revertWithCustomErrorWithArgs(
        pricer.write.setCurve([zeroHash, []]),
        pricer,
        "ReserveCurve_InvalidLength",
        [0n, 8n],
      );
    });
  });

  describe("when a ratio does not rise", () => {
    it("reverts", async () => {
      const { pricer } = await networkHelpers.loadFixture(deployReservePricer);
      const points = [...line(2), { ratioBps: 5_001, multiplierBps: 10_000 }];
      await assertions.revertWithCustomErrorWithArgs(
        pricer.write.setCurve([VERTICAL, points]),
        pricer,
        "ReserveCurve_RatioNotRising",
        [2n, 5_001n, 5_001n],
      );
    });
  });

  for (const multiplierBps of [0, 4_999, 20_001]) {
    describe(`when a multiplier is ${multiplierBps} bps`, () => {
      it("reverts", async () => {
        const { pricer } = await networkHelpers.loadFixture(deployReservePricer);
        await assertions.revertWithCustomErrorWithArgs(
          pricer.write.setCurve([VERTICAL, [...line(1), { ratioBps: 6_000, multiplierBps }]]),
          pricer,
          "ReserveCurve_MultiplierOutOfBounds",
          [1n, BigInt(multiplierBps), 5_000n, 20_000n],
        );
      });
    });
  }

  for (const length of [1, 8]) {
    describe(`when the curve has ${length} good points`, () => {
      it("it should set and announce it", async () => {
        const { pricer } = await networkHelpers.loadFixture(deployReservePricer);
        const hash = await pricer.write.setCurve([VERTICAL, line(length)]);
        await assertions.emitWithArgs(hash, pricer, "CurveSet", [VERTICAL, line(length)]);
        assert.deepEqual(await pricer.read.curveOf([VERTICAL]), line(length));
      });
    });
  }

  describe("given a vertical with a curve", () => {
    it("it should return it to the default curve when emptied", async () => {
      const { pricer } = await networkHelpers.loadFixture(deployReservePricer);
      await pricer.write.setCurve([VERTICAL, line(1)]);
      const hash = await pricer.write.setCurve([VERTICAL, []]);
      await assertions.emitWithArgs(hash, pricer, "CurveSet", [VERTICAL, []]);
      assert.deepEqual(await pricer.read.curveOf([VERTICAL]), []);
      assert.deepEqual(await pricer.read.curveOf([zeroHash]), DEFAULT_CURVE);
    });
  });
});
