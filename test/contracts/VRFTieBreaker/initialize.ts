import assert from "node:assert/strict";

import { type Address, getAddress, zeroAddress } from "viem";

import { deployProxy } from "../../fixtures/proxy.ts";
import {
  deployVrfTieBreaker,
  networkHelpers,
  viem,
  VRF_CONFIG,
} from "../../fixtures/vrfTieBreaker.ts";

const { assertions } = viem;

describe("VRFTieBreaker.initialize", () => {
  describe("given a fresh proxy", () => {
    it("it should refuse a zero coordinator (pitfall 25: consumer whose coordinator is zero behind a proxy)", async () => {
      const { authority, house, tieBreaker } =
        await networkHelpers.loadFixture(deployVrfTieBreaker);
      await assertions.revertWithCustomErrorWithArgs(
        deploy(house.account.address, [authority.address, zeroAddress, VRF_CONFIG]),
        tieBreaker,
        "VRFTieBreaker_InvalidCoordinator",
        [zeroAddress],
      );
    });

    it("reverts for a coordinator without code", async () => {
      const { authority, house, stranger, tieBreaker } =
        await networkHelpers.loadFixture(deployVrfTieBreaker);
      await assertions.revertWithCustomErrorWithArgs(
        deploy(house.account.address, [authority.address, stranger.account.address, VRF_CONFIG]),
        tieBreaker,
        "VRFTieBreaker_InvalidCoordinator",
        [stranger.account.address],
      );
    });

    it("it should keep coordinator, parameters and authority in the proxy", async () => {
      const { authority, coordinator, config, tieBreaker } =
        await networkHelpers.loadFixture(deployVrfTieBreaker);
      assert.equal(
        getAddress(await tieBreaker.read.coordinator()),
        getAddress(coordinator.address),
      );
      assert.deepEqual(await tieBreaker.read.vrfConfig(), config);
      assert.equal(getAddress(await tieBreaker.read.authority()), getAddress(authority.address));
    });
  });

  describe("given an initialised proxy", () => {
    it("reverts", async () => {
      const { authority, coordinator, config, tieBreaker } =
        await networkHelpers.loadFixture(deployVrfTieBreaker);
      await assertions.revertWithCustomErrorWithArgs(
        tieBreaker.write.initialize([authority.address, coordinator.address, config]),
        tieBreaker,
        "InvalidInitialization",
        [],
      );
    });
  });

  describe("given the bare implementation", () => {
    it("reverts (pitfall 25: uninitialised implementation)", async () => {
      const { authority, coordinator, config, house } =
        await networkHelpers.loadFixture(deployVrfTieBreaker);
      const implementation = await viem.deployContract("VRFTieBreaker", [house.account.address]);
      await assertions.revertWithCustomErrorWithArgs(
        implementation.write.initialize([authority.address, coordinator.address, config]),
        implementation,
        "InvalidInitialization",
        [],
      );
    });
  });
});

/** A proxy's address would do as hash: only reverts are asserted. */
function deploy(house: Address, args: readonly unknown[]): Promise<Address> {
  return deployProxy(viem, "VRFTieBreaker", [house], args);
}
