import assert from "node:assert/strict";

import { type Address, getAddress } from "viem";

import { deployVrfTieBreaker, networkHelpers, viem, WORD } from "../../fixtures/vrfTieBreaker.ts";

const { assertions } = viem;
const [LEAD, ROUND] = [7n, 2];
const anything = (): boolean => true;

describe("VRFTieBreaker.rawFulfillRandomWords", () => {
  describe("when the caller is not the coordinator", () => {
    it("reverts", async () => {
      const { asStranger, stranger } = await networkHelpers.loadFixture(deployVrfTieBreaker);
      await assertions.revertWithCustomErrorWithArgs(
        asStranger.write.rawFulfillRandomWords([1n, [WORD]]),
        asStranger,
        "VRFTieBreaker_UnauthorizedCaller",
        [getAddress(stranger.account.address)],
      );
    });

    it("reverts for the house as well", async () => {
      const { asHouse, house } = await networkHelpers.loadFixture(deployVrfTieBreaker);
      await assertions.revertWithCustomErrorWithArgs(
        asHouse.write.rawFulfillRandomWords([1n, [WORD]]),
        asHouse,
        "VRFTieBreaker_UnauthorizedCaller",
        [getAddress(house.account.address)],
      );
    });
  });

  describe("given a pending request", () => {
    it("it should store the word within the least callback gas (pitfall 22: callback reverts, word is lost)", async () => {
      const { asHouse, coordinator, config } = await networkHelpers.loadFixture(pending);
      assert.equal(config.callbackGasLimit, await asHouse.read.MIN_CALLBACK_GAS_LIMIT());
      const hash = await coordinator.write.fulfillRandomWordsWithOverride([
        1n,
        asHouse.address,
        [WORD],
      ]);
      await assertions.emitWithArgs(hash, coordinator, "RandomWordsFulfilled", [
        1n,
        1n,
        config.subscriptionId,
        anything,
        false,
        true,
        false,
      ]);
      await assertions.emitWithArgs(hash, asHouse, "TieBreakFulfilled", [LEAD, ROUND, 1n, WORD]);
      const stored = await asHouse.read.tieBreakOf([LEAD, ROUND]);
      assert.equal(stored.word, WORD);
      assert.equal(stored.fulfilledAt, await networkHelpers.time.latest());
    });

    it("it should accept zero as a word", async () => {
      const { asHouse, coordinator } = await networkHelpers.loadFixture(pending);
      await coordinator.write.fulfillRandomWordsWithOverride([1n, asHouse.address, [0n]]);
      const stored = await asHouse.read.tieBreakOf([LEAD, ROUND]);
      assert.equal(stored.fulfilledAt, await networkHelpers.time.latest());
    });

    it("it should ignore a callback without words", async () => {
      const { asCoordinator } = await networkHelpers.loadFixture(pending);
      const hash = await asCoordinator.write.rawFulfillRandomWords([1n, []]);
      await assertions.emitWithArgs(hash, asCoordinator, "TieBreakWordIgnored", [1n]);
      assert.equal((await asCoordinator.read.tieBreakOf([LEAD, ROUND])).fulfilledAt, 0);
    });
  });

  describe("given a word that was already stored", () => {
    it("it should ignore another one (pitfall 19: the first word stands)", async () => {
      const { asCoordinator } = await networkHelpers.loadFixture(pending);
      await asCoordinator.write.rawFulfillRandomWords([1n, [WORD]]);
      const stored = await asCoordinator.read.tieBreakOf([LEAD, ROUND]);
      const hash = await asCoordinator.write.rawFulfillRandomWords([1n, [5n]]);
      await assertions.emitWithArgs(hash, asCoordinator, "TieBreakWordIgnored", [1n]);
      assert.deepEqual(await asCoordinator.read.tieBreakOf([LEAD, ROUND]), stored);
    });
  });

  describe("given an unknown request", () => {
    it("it should ignore the word without reverting", async () => {
      const { asCoordinator } = await networkHelpers.loadFixture(pending);
      const hash = await asCoordinator.write.rawFulfillRandomWords([99n, [WORD]]);
      await assertions.emitWithArgs(hash, asCoordinator, "TieBreakWordIgnored", [99n]);
    });
  });
});

/** One request is pending; the coordinator's address can also be played by hand. */
async function pending() {
  const deployed = await deployVrfTieBreaker();
  const { asHouse, coordinator } = deployed;
  await asHouse.write.requestWord([LEAD, ROUND]);
  const asCoordinator = await impersonate(asHouse.address, coordinator.address);
  return { ...deployed, asCoordinator };
}

async function impersonate(tieBreaker: Address, account: Address) {
  await networkHelpers.impersonateAccount(account);
  await networkHelpers.setBalance(account, 10n ** 18n);
  const wallet = await viem.getWalletClient(account);
  return viem.getContractAt("VRFTieBreaker", tieBreaker, { client: { wallet } });
}
