import { expect } from "chai";
import { network } from "hardhat";

import { getAddress } from "viem";

import { usdc } from "../../fixtures/market.ts";
import { vaultFixture } from "../../fixtures/vault.ts";

const connection = await network.create();
const { networkHelpers, viem } = connection;

async function deployVault() {
  return vaultFixture(connection);
}

const setUp = () => networkHelpers.loadFixture(deployVault);

describe("PersonalEscrowVault.upgradeToAndCall", () => {
  describe("given a caller without the role", () => {
    it("reverts with the caller", async () => {
      const { vault, token, house, matcher, gate, stranger } = await setUp();
      const { account } = stranger;
      const next = await viem.deployContract("PersonalEscrowVault", [
        token.address,
        house.account.address,
        matcher.account.address,
        gate.account.address,
      ]);
      await viem.assertions.revertWithCustomErrorWithArgs(
        vault.write.upgradeToAndCall([next.address, "0x"], { account }),
        vault,
        "AccessManagedUnauthorized",
        [account.address],
      );
    });
  });

  describe("given the role", () => {
    it("should change the code and keep every balance", async () => {
      const { vault, token, house, matcher, gate, alice, lock, deposit, balanceOf } = await setUp();
      await lock(alice, usdc(4));
      await deposit(alice, usdc(6));
      const before = await balanceOf(alice);
      const next = await viem.deployContract("PersonalEscrowVault", [
        token.address,
        house.account.address,
        matcher.account.address,
        gate.account.address,
      ]);
      await viem.assertions.emitWithArgs(
        vault.write.upgradeToAndCall([next.address, "0x"]),
        vault,
        "Upgraded",
        [getAddress(next.address)],
      );
      expect(await balanceOf(alice)).to.deep.equal(before);
      expect(await vault.read.liabilities()).to.equal(usdc(10));
    });
  });
});
