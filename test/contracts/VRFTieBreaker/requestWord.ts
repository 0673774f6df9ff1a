import assert from "node:assert/strict";

import { getAddress, maxUint256 } from "viem";

import { deployVrfTieBreaker, networkHelpers, viem, WORD } from "../../fixtures/vrfTieBreaker.ts";

const { assertions } = viem;
const [LEAD, ROUND] = [7n, 2];

describe("VRFTieBreaker.requestWord", () => {
  describe("when the caller is not the auction house", () => {
    it("reverts", async () => {
      const { asStranger, stranger } = await networkHelpers.loadFixture(deployVrfTieBreaker);
      await assertions.revertWithCustomErrorWithArgs(
        asStranger.write.requestWord([LEAD, ROUND]),
        asStranger,
        "VRFTieBreaker_UnauthorizedCaller",
        [getAddress(stranger.account.address)],
      );
    });
  });

  describe("given a round without a request", () => {
    it("it should ask the coordinator for one word with non-empty extra arguments", async () => {
      const { asHouse, coordinator, config, tieBreaker } =
        await networkHelpers.loadFixture(deployVrfTieBreaker);
      const hash = await asHouse.write.requestWord([LEAD, ROUND]);
      const extraArgs =
        "0x92fd13380000000000000000000000000000000000000000000000000000000000000000";
      await assertions.emitWithArgs(hash, coordinator, "RandomWordsRequested", [
        config.keyHash,
        1n,
        100n,
        config.subscriptionId,
        config.requestConfirmations,
        config.callbackGasLimit,
        1,
        extraArgs,
        getAddress(tieBreaker.address),
      ]);
    });

    it("it should record and announce the request", async () => {
      const { asHouse } = await networkHelpers.loadFixture(deployVrfTieBreaker);
      const hash = await asHouse.write.requestWord([LEAD, ROUND]);
      await assertions.emitWithArgs(hash, asHouse, "TieBreakRequested", [LEAD, ROUND, 1n]);
      assert.deepEqual(await asHouse.read.tieBreakOf([LEAD, ROUND]), {
        requestId: 1n,
        word: 0n,
        requestedAt: await networkHelpers.time.latest(),
        fulfilledAt: 0,
      });
    });
  });

  describe("given a round whose request is pending", () => {
    it("reverts (pitfall 20: two live VRF requests)", async () => {
      const { asHouse } = await networkHelpers.loadFixture(deployVrfTieBreaker);
      await asHouse.write.requestWord([LEAD, ROUND]);
      await assertions.revertWithCustomErrorWithArgs(
        asHouse.write.requestWord([LEAD, ROUND]),
        asHouse,
        "VRFTieBreaker_AlreadyRequested",
        [LEAD, ROUND, 1n],
      );
    });

    it("it should still be pending a year later (pitfall 21: the request's time never moves)", async () => {
      const { asHouse } = await networkHelpers.loadFixture(deployVrfTieBreaker);
      await asHouse.write.requestWord([LEAD, ROUND]);
      const { requestedAt } = await asHouse.read.tieBreakOf([LEAD, ROUND]);
      await networkHelpers.time.increase(365 * 86_400);
      await assertions.revertWithCustomErrorWithArgs(
        asHouse.write.requestWord([LEAD, ROUND]),
        asHouse,
        "VRFTieBreaker_AlreadyRequested",
        [LEAD, ROUND, 1n],
      );
      assert.equal((await asHouse.read.tieBreakOf([LEAD, ROUND])).requestedAt, requestedAt);
    });
  });

  describe("given a round whose word has arrived", () => {
    it("reverts (pitfall 19: VRF re-rolled after the word is seen)", async () => {
      const { asHouse, coordinator } = await networkHelpers.loadFixture(deployVrfTieBreaker);
      await asHouse.write.requestWord([LEAD, ROUND]);
      await coordinator.write.fulfillRandomWordsWithOverride([1n, asHouse.address, [WORD]]);
      await assertions.revertWithCustomErrorWithArgs(
        asHouse.write.requestWord([LEAD, ROUND]),
        asHouse,
        "VRFTieBreaker_AlreadyRequested",
        [LEAD, ROUND, 1n],
      );
      assert.equal((await asHouse.read.tieBreakOf([LEAD, ROUND])).word, WORD);
    });
  });

  describe("given the same lead in another round", () => {
    it("it should request a word of its own", async () => {
      const { asHouse } = await networkHelpers.loadFixture(deployVrfTieBreaker);
      await asHouse.write.requestWord([LEAD, ROUND]);
      const hash = await asHouse.write.requestWord([LEAD, ROUND + 1]);
      await assertions.emitWithArgs(hash, asHouse, "TieBreakRequested", [LEAD, ROUND + 1, 2n]);
    });
  });

  describe("given a lead id that no collection can reach", () => {
    it("reverts", async () => {
      const { asHouse } = await networkHelpers.loadFixture(deployVrfTieBreaker);
      await assertions.revertWithCustomErrorWithArgs(
        asHouse.write.requestWord([maxUint256, ROUND]),
        asHouse,
        "SafeCastOverflowedUintDowncast",
        [224, maxUint256],
      );
    });
  });

  describe("given a coordinator that refuses", () => {
    it("it should pass its error on and let the house try again", async () => {
      const { asHouse, coordinator, config } =
        await networkHelpers.loadFixture(deployVrfTieBreaker);
      await coordinator.write.removeConsumer([config.subscriptionId, asHouse.address]);
      await assertions.revertWithCustomErrorWithArgs(
        asHouse.write.requestWord([LEAD, ROUND]),
        coordinator,
        "InvalidConsumer",
        [config.subscriptionId, getAddress(asHouse.address)],
      );
      await coordinator.write.addConsumer([config.subscriptionId, asHouse.address]);
      await assertions.emit(asHouse.write.requestWord([LEAD, ROUND]), asHouse, "TieBreakRequested");
    });
  });
});
