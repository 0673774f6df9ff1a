import assert from "node:assert/strict";

import { type Address, getAddress, zeroAddress } from "viem";

import { deployProxy } from "../../fixtures/proxy.ts";
import {
  Asset,
  DEFAULT_CURVE,
  deployReservePricer,
  GRACE_PERIOD,
  networkHelpers,
  viem,
} from "../../fixtures/reservePricer.ts";

const { assertions } = viem;
const DEFAULT = `0x${"00".repeat(32)}` as const;

describe("ReservePricer.initialize", () => {
  describe("given a fresh proxy", () => {
    it("it should keep what it was given", async () => {
      const { pricer, authority, config } = await networkHelpers.loadFixture(deployReservePricer);
      assert.equal(getAddress(await pricer.read.authority()), getAddress(authority.address));
      assert.deepEqual(await pricer.read.feedOf([Asset.BTC]), checksummed(config.btc));
      assert.deepEqual(await pricer.read.feedOf([Asset.ETH]), checksummed(config.eth));
      assert.deepEqual(await pricer.read.curveOf([DEFAULT]), DEFAULT_CURVE);
      assert.deepEqual(await pricer.read.multiplierBounds(), [8_000, 12_000]);
      assert.deepEqual(await pricer.read.sequencerFeed(), [
        getAddress(config.sequencerFeed),
        GRACE_PERIOD,
      ]);
      assert.equal(await pricer.read.streamsVerifier(), zeroAddress);
    });

    it("reverts without a default curve", async () => {
      const { pricer, authority, config } = await networkHelpers.loadFixture(deployReservePricer);
      await assertions.revertWithCustomErrorWithArgs(
        deployProxy(viem, "ReservePricer", [], [authority.address, config, []]),
        pricer,
        "ReserveCurve_InvalidLength",
        [0n, 8n],
      );
    });
  });

  describe("given an initialised proxy", () => {
    it("reverts", async () => {
      const { pricer, authority, config } = await networkHelpers.loadFixture(deployReservePricer);
      await assertions.revertWithCustomErrorWithArgs(
        pricer.write.initialize([authority.address, config, DEFAULT_CURVE]),
        pricer,
        "InvalidInitialization",
        [],
      );
    });
  });

  describe("given the bare implementation", () => {
    it("reverts (pitfall 25: uninitialised implementation)", async () => {
      const { authority, config } = await networkHelpers.loadFixture(deployReservePricer);
      const implementation = await viem.deployContract("ReservePricer");
      await assertions.revertWithCustomErrorWithArgs(
        implementation.write.initialize([authority.address, config, DEFAULT_CURVE]),
        implementation,
        "InvalidInitialization",
        [],
      );
    });
  });
});

function checksummed<T extends { aggregator: Address }>(config: T): T {
  return { ...config, aggregator: getAddress(config.aggregator) };
}
