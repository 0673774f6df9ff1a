import { expect } from "chai";
import { network } from "hardhat";

import { zeroAddress } from "viem";

import { usdc } from "../../fixtures/market.ts";
import { FUNDS, vaultFixture } from "../../fixtures/vault.ts";

const connection = await network.create();
const { networkHelpers, viem } = connection;

async function deployVault() {
  return vaultFixture(connection);
}

const setUp = () => networkHelpers.loadFixture(deployVault);

describe("PersonalEscrowVault.depositFor", () => {
  describe("given a vault that is open", () => {
    describe("when the account is another's", () => {
      it("should take the caller's USDC and credit the account", async () => {
        const { vault, alice, bob, balanceOf } = await setUp();
        const { address } = bob.account;
        await viem.assertions.emitWithArgs(
          vault.write.depositFor([address, usdc(100)], { account: alice.account }),
          vault,
          "Deposited",
          [address, alice.account.address, usdc(100)],
        );
        expect(await balanceOf(alice)).to.deep.equal({
          free: 0n,
          locked: 0n,
          wallet: FUNDS - usdc(100),
        });
        expect(await balanceOf(bob)).to.deep.equal({ free: usdc(100), locked: 0n, wallet: FUNDS });
        expect(await vault.read.liabilities()).to.equal(usdc(100));
      });
    });

    describe("when the account is zero", () => {
      it("reverts", async () => {
        const { vault, alice } = await setUp();
        await viem.assertions.revertWithCustomErrorWithArgs(
          vault.write.depositFor([zeroAddress, 1n], { account: alice.account }),
          vault,
          "PersonalEscrowVault_ZeroAddress",
          [],
        );
      });
    });

    describe("when the amount is zero", () => {
      it("reverts", async () => {
        const { vault, alice, bob } = await setUp();
        await viem.assertions.revertWithCustomErrorWithArgs(
          vault.write.depositFor([bob.account.address, 0n], { account: alice.account }),
          vault,
          "PersonalEscrowVault_ZeroAmount",
          [],
        );
      });
    });
  });

  describe("given a paused vault", () => {
    describe("when the account has nothing locked, but the payer has", () => {
      it("reverts", async () => {
        const { vault, alice, bob, lock } = await setUp();
        await lock(alice, usdc(1));
        await vault.write.pause();
        await viem.assertions.revertWithCustomErrorWithArgs(
          vault.write.depositFor([bob.account.address, 1n], { account: alice.account }),
          vault,
          "PersonalEscrowVault_Paused",
          [],
        );
      });
    });

    describe("when the account has money locked", () => {
      it("should credit it", async () => {
        const { vault, alice, bob, lock, balanceOf } = await setUp();
        await lock(bob, usdc(1));
        await vault.write.pause();
        await vault.write.depositFor([bob.account.address, usdc(9)], { account: alice.account });
        expect(await balanceOf(bob)).to.deep.include({ free: usdc(9), locked: usdc(1) });
      });
    });
  });

  describe("given a vault that holds less than it owes", () => {
    it("reverts with the liabilities", async () => {
      const { vault, alice, bob, deposit, drain } = await setUp();
      await deposit(bob, usdc(10));
      await drain(usdc(1));
      await viem.assertions.revertWithCustomErrorWithArgs(
        vault.write.depositFor([bob.account.address, usdc(1)], { account: alice.account }),
        vault,
        "PersonalEscrowVault_Insolvent",
        [usdc(10)],
      );
    });
  });
});
