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

describe("PersonalEscrowVault.lock", () => {
  describe("given a caller that is neither the auction house nor the bounty matcher", () => {
    it("reverts with the caller", async () => {
      const { vault, alice, deposit } = await setUp();
      const { account } = alice;
      await deposit(alice, usdc(10));
      await viem.assertions.revertWithCustomErrorWithArgs(
        vault.write.lock([account.address, 1n], { account }),
        vault,
        "PersonalEscrowVault_UnauthorizedCaller",
        [account.address],
      );
    });
  });

  describe("given a seller with free money and no delivery key", () => {
    it("should lock the bond", async () => {
      const { vault, alice, byHouse, deposit, balanceOf } = await setUp();
      const { address } = alice.account;
      await deposit(alice, usdc(10));
      await vault.write.lock([address, usdc(4)], byHouse);
      expect(await balanceOf(alice)).to.deep.include({ free: usdc(6), locked: usdc(4) });
      expect(await vault.read.liabilities()).to.equal(usdc(10));
    });

    describe("when the bond is above the free balance", () => {
      it("reverts with both", async () => {
        const { vault, alice, byHouse, lock, deposit } = await setUp();
        const { address } = alice.account;
        await lock(alice, usdc(10));
        await deposit(alice, usdc(3));
        await viem.assertions.revertWithCustomErrorWithArgs(
          vault.write.lock([address, usdc(4)], byHouse),
          vault,
          "PersonalEscrowVault_InsufficientFree",
          [address, usdc(3), usdc(4)],
        );
      });
    });
  });

  describe("given the bounty matcher as the caller", () => {
    it("should lock a budget", async () => {
      const { vault, alice, byMatcher, deposit, balanceOf } = await setUp();
      await deposit(alice, usdc(10));
      await vault.write.lock([alice.account.address, usdc(10)], byMatcher);
      expect(await balanceOf(alice)).to.deep.include({ free: 0n, locked: usdc(10) });
    });
  });

  describe("given a paused vault", () => {
    it("reverts", async () => {
      const { vault, alice, byHouse, deposit } = await setUp();
      await deposit(alice, usdc(10));
      await vault.write.pause();
      await viem.assertions.revertWithCustomErrorWithArgs(
        vault.write.lock([alice.account.address, 1n], byHouse),
        vault,
        "PersonalEscrowVault_Paused",
        [],
      );
    });
  });

  describe("given a vault whose last proof of reserves failed", () => {
    it("reverts with the liabilities until a proof succeeds", async () => {
      const { vault, token, alice, byHouse, deposit, drain, balanceOf } = await setUp();
      const { address } = alice.account;
      await deposit(alice, usdc(10));
      await drain(1n);
      await vault.write.proveReserves();
      await viem.assertions.revertWithCustomErrorWithArgs(
        vault.write.lock([address, 1n], byHouse),
        vault,
        "PersonalEscrowVault_Insolvent",
        [usdc(10)],
      );
      await token.write.mint([vault.address, 1n]);
      await vault.write.proveReserves();
      await vault.write.lock([address, 1n], byHouse);
      expect((await balanceOf(alice)).locked).to.equal(1n);
    });
  });
});
