import assert from "node:assert/strict";

import { encodeFunctionData, getAddress, toFunctionSelector, zeroAddress } from "viem";

import {
  CONFIGURATOR,
  deployCoordinator,
  deployVrfTieBreaker,
  networkHelpers,
  viem,
  WORD,
} from "../../fixtures/vrfTieBreaker.ts";

const { assertions } = viem;
const DELAY = 2 * 86_400;
const [LEAD, ROUND] = [7n, 2];

describe("VRFTieBreaker.setCoordinator", () => {
  describe("when the caller is neither the coordinator nor a configurator", () => {
    it("reverts", async () => {
      const { asStranger, stranger, next } = await networkHelpers.loadFixture(twoCoordinators);
      await assertions.revertWithCustomErrorWithArgs(
        asStranger.write.setCoordinator([next.address]),
        asStranger,
        "AccessManagedUnauthorized",
        [getAddress(stranger.account.address)],
      );
    });
  });

  describe("when the caller is the current coordinator", () => {
    it("it should migrate at once", async () => {
      const { tieBreaker, coordinator, next } = await networkHelpers.loadFixture(twoCoordinators);
      await networkHelpers.impersonateAccount(coordinator.address);
      await networkHelpers.setBalance(coordinator.address, 10n ** 18n);
      const hash = await tieBreaker.write.setCoordinator([next.address], {
        account: coordinator.address,
      });
      await assertions.emitWithArgs(hash, tieBreaker, "CoordinatorSet", [getAddress(next.address)]);
      assert.equal(getAddress(await tieBreaker.read.coordinator()), getAddress(next.address));
    });
  });

  describe("when the caller is the configurator", () => {
    it("reverts without a schedule", async () => {
      const { asConfigurator, authority, call, configurator, grantConfigurator, next } =
        await networkHelpers.loadFixture(twoCoordinators);
      await grantConfigurator();
      const operation = await authority.read.hashOperation([
        configurator.account.address,
        asConfigurator.address,
        call,
      ]);
      await assertions.revertWithCustomErrorWithArgs(
        asConfigurator.write.setCoordinator([next.address]),
        authority,
        "AccessManagerNotScheduled",
        [operation],
      );
    });

    it("it should move after the delay", async () => {
      const { asConfigurator, authority, call, configurator, grantConfigurator, next } =
        await networkHelpers.loadFixture(twoCoordinators);
      await grantConfigurator();
      await authority.write.schedule([asConfigurator.address, call, 0], {
        account: configurator.account,
      });
      await networkHelpers.time.increase(DELAY);
      const hash = await asConfigurator.write.setCoordinator([next.address]);
      await assertions.emitWithArgs(hash, asConfigurator, "CoordinatorSet", [
        getAddress(next.address),
      ]);
    });
  });

  describe("when the new coordinator is not a contract", () => {
    it("reverts for zero (pitfall 25: a consumer whose coordinator is zero)", async () => {
      const { tieBreaker } = await networkHelpers.loadFixture(twoCoordinators);
      await assertions.revertWithCustomErrorWithArgs(
        tieBreaker.write.setCoordinator([zeroAddress]),
        tieBreaker,
        "VRFTieBreaker_InvalidCoordinator",
        [zeroAddress],
      );
    });
  });

  describe("given a request that is pending at the old coordinator", () => {
    it("it should refuse the old coordinator's word and ignore the new one's of the same id", async () => {
      const { asHouse, tieBreaker, coordinator, config, next } =
        await networkHelpers.loadFixture(twoCoordinators);
      await asHouse.write.requestWord([LEAD, ROUND]);
      await tieBreaker.write.setCoordinator([next.address]);
      const late = await coordinator.write.fulfillRandomWordsWithOverride([
        1n,
        tieBreaker.address,
        [WORD],
      ]);
      await assertions.emitWithArgs(late, coordinator, "RandomWordsFulfilled", [
        1n,
        1n,
        config.subscriptionId,
        () => true,
        false,
        false,
        false,
      ]);
      await networkHelpers.impersonateAccount(next.address);
      await networkHelpers.setBalance(next.address, 10n ** 18n);
      const hash = await tieBreaker.write.rawFulfillRandomWords([1n, [WORD]], {
        account: next.address,
      });
      await assertions.emitWithArgs(hash, tieBreaker, "TieBreakWordIgnored", [1n]);
    });
  });
});

/** A second coordinator, and a configurator whose calls are delayed by two days; the governor's calls have no delay. */
async function twoCoordinators() {
  const deployed = await deployVrfTieBreaker();
  const { authority, configurator, tieBreaker } = deployed;
  const { coordinator: next } = await deployCoordinator();
  const call = encodeFunctionData({
    abi: tieBreaker.abi,
    functionName: "setCoordinator",
    args: [next.address],
  });
  const asConfigurator = await viem.getContractAt("VRFTieBreaker", tieBreaker.address, {
    client: { wallet: configurator },
  });
  const grantConfigurator = async (): Promise<void> => {
    await authority.write.grantRole([CONFIGURATOR, configurator.account.address, DELAY]);
    await authority.write.setTargetFunctionRole([
      tieBreaker.address,
      [toFunctionSelector("setCoordinator(address)")],
      CONFIGURATOR,
    ]);
  };
  return { ...deployed, next, call, asConfigurator, grantConfigurator };
}
