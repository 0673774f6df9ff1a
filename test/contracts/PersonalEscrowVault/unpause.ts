import { expect } from "chai";
import { network } from "hardhat";

import { encodeFunctionData, getAddress } from "viem";

import { deployedProtocol } from "../../fixtures/protocol.ts";
import { vaultFixture } from "../../fixtures/vault.ts";

const DAY = 86_400;

const connection = await network.create();
const { networkHelpers, viem } = connection;

async function deployVault() {
  return vaultFixture(connection);
}

const setUp = () => networkHelpers.loadFixture(deployVault);

describe("PersonalEscrowVault.unpause", () => {
  describe("given a caller without the role", () => {
    it("reverts with the caller and stays paused", async () => {
      const { vault, stranger } = await setUp();
      const { account } = stranger;
      await vault.write.pause();
      await viem.assertions.revertWithCustomErrorWithArgs(
        vault.write.unpause({ account }),
        vault,
        "AccessManagedUnauthorized",
        [account.address],
      );
      expect(await vault.read.paused()).to.equal(true);
    });
  });

  describe("given the role", () => {
    it("should open new business again and say so", async () => {
      const { vault, admin, alice, deposit, balanceOf } = await setUp();
      await vault.write.pause();
      await viem.assertions.emitWithArgs(vault.write.unpause(), vault, "PauseSet", [
        false,
        admin.account.address,
      ]);
      expect(await vault.read.paused()).to.equal(false);
      await deposit(alice, 1n);
      expect((await balanceOf(alice)).free).to.equal(1n);
    });

    it("should not make an insolvent vault solvent", async () => {
      const { vault, alice, deposit, drain } = await setUp();
      await deposit(alice, 10n);
      await drain(1n);
      await vault.write.proveReserves();
      await vault.write.pause();
      await vault.write.unpause();
      await viem.assertions.revertWithCustomErrorWithArgs(
        vault.write.deposit([1n], { account: alice.account }),
        vault,
        "PersonalEscrowVault_Insolvent",
        [10n],
      );
    });
  });

  describe("given the deployed protocol's configurator", () => {
    it("should unpause a day after it has scheduled, not before", async () => {
      const { vault, accessManager, guardian, configurator } =
        await networkHelpers.loadFixture(deployedProtocol);
      const { account } = configurator;
      await vault.write.pause({ account: guardian.account });
      const data = encodeFunctionData({ abi: vault.abi, functionName: "unpause" });
      const operation = [account.address, vault.address, data] as const;
      const operationId = await accessManager.read.hashOperation(operation);
      await accessManager.write.schedule([vault.address, data, 0], { account });
      await viem.assertions.revertWithCustomErrorWithArgs(
        vault.write.unpause({ account }),
        accessManager,
        "AccessManagerNotReady",
        [operationId],
      );
      await networkHelpers.time.increase(DAY);
      await viem.assertions.emitWithArgs(vault.write.unpause({ account }), vault, "PauseSet", [
        false,
        getAddress(account.address),
      ]);
    });
  });
});
