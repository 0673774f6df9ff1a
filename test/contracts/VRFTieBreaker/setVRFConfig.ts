import assert from "node:assert/strict";

import { getAddress } from "viem";

import { deployVrfTieBreaker, networkHelpers, viem } from "../../fixtures/vrfTieBreaker.ts";

const { assertions } = viem;
const [MIN, MAX] = [100_000, 2_500_000];

describe("VRFTieBreaker.setVRFConfig", () => {
  describe("when the caller is not a configurator", () => {
    it("reverts", async () => {
      const { asStranger, config, stranger } =
        await networkHelpers.loadFixture(deployVrfTieBreaker);
      await assertions.revertWithCustomErrorWithArgs(
        asStranger.write.setVRFConfig([config]),
        asStranger,
        "AccessManagedUnauthorized",
        [getAddress(stranger.account.address)],
      );
    });
  });

  for (const callbackGasLimit of [0, MIN - 1, MAX + 1]) {
    describe(`when the callback would get ${callbackGasLimit} gas`, () => {
      it("reverts", async () => {
        const { tieBreaker, config } = await networkHelpers.loadFixture(deployVrfTieBreaker);
        await assertions.revertWithCustomErrorWithArgs(
          tieBreaker.write.setVRFConfig([{ ...config, callbackGasLimit }]),
          tieBreaker,
          "VRFTieBreaker_InvalidCallbackGasLimit",
          [callbackGasLimit, MIN, MAX],
        );
      });
    });
  }

  describe("when the coordinator would have to wait for more than 200 blocks", () => {
    it("reverts", async () => {
      const { tieBreaker, config } = await networkHelpers.loadFixture(deployVrfTieBreaker);
      await assertions.revertWithCustomErrorWithArgs(
        tieBreaker.write.setVRFConfig([{ ...config, requestConfirmations: 201 }]),
        tieBreaker,
        "VRFTieBreaker_InvalidRequestConfirmations",
        [201, 200],
      );
    });
  });

  describe("when the parameters are good", () => {
    it("it should use them for the next request", async () => {
      const { tieBreaker, asHouse, coordinator, config } =
        await networkHelpers.loadFixture(deployVrfTieBreaker);
      const changed = {
        ...config,
        callbackGasLimit: MAX,
        requestConfirmations: 200,
        nativePayment: true,
      };
      const hash = await tieBreaker.write.setVRFConfig([changed]);
      await assertions.emitWithArgs(hash, tieBreaker, "VRFConfigSet", [changed]);
      assert.deepEqual(await tieBreaker.read.vrfConfig(), changed);
      await assertions.emitWithArgs(
        asHouse.write.requestWord([1n, 1]),
        coordinator,
        "RandomWordsRequested",
        [
          config.keyHash,
          1n,
          100n,
          config.subscriptionId,
          200,
          MAX,
          1,
          "0x92fd13380000000000000000000000000000000000000000000000000000000000000001",
          getAddress(tieBreaker.address),
        ],
      );
    });
  });
});
