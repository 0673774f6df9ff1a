import { expect } from "chai";
import { network } from "hardhat";

import { usdc } from "../../fixtures/market.ts";
import { vaultFixture } from "../../fixtures/vault.ts";

const connection = await network.create();
const { networkHelpers, viem } = connection;

async function deployVault() {
  return vaultFixture(connection);
}

const setUp = () => networkHelpers.loadFixture(deployVault);

describe("PersonalEscrowVault.pause", () => {
  describe("given a caller without the role", () => {
    it("reverts with the caller", async () => {
      const { vault, stranger } = await setUp();
      const { account } = stranger;
      await viem.assertions.revertWithCustomErrorWithArgs(
        vault.write.pause({ account }),
        vault,
        "AccessManagedUnauthorized",
        [account.address],
      );
      expect(await vault.read.paused()).to.equal(false);
    });
  });

  describe("given the guardian", () => {
    it("should pause, move no money and say so", async () => {
      const { vault, admin, alice, lock, deposit, balanceOf } = await setUp();
      await lock(alice, usdc(4));
      await deposit(alice, usdc(6));
      const before = await balanceOf(alice);
      await viem.assertions.emitWithArgs(vault.write.pause(), vault, "PauseSet", [
        true,
        admin.account.address,
      ]);
      expect(await vault.read.paused()).to.equal(true);
      expect(await balanceOf(alice)).to.deep.equal(before);
      expect(await vault.read.liabilities()).to.equal(usdc(10));
    });

    describe("when it is paused already", () => {
      it("should stay paused", async () => {
        const { vault } = await setUp();
        await vault.write.pause();
        await vault.write.pause();
        expect(await vault.read.paused()).to.equal(true);
      });
    });
  });
});
