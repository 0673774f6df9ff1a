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

describe("PersonalEscrowVault.withdraw", () => {
  describe("given an account with free and locked money", () => {
    describe("when it withdraws a part to itself", () => {
      it("should send it and say so", async () => {
        const { vault, token, alice, lock, deposit, balanceOf } = await setUp();
        const { account } = alice;
        await lock(alice, usdc(10));
        await deposit(alice, usdc(100));
        await viem.assertions.emitWithArgs(
          vault.write.withdraw([account.address, usdc(40)], { account }),
          vault,
          "Withdrawn",
          [account.address, account.address, usdc(40)],
        );
        expect(await balanceOf(alice)).to.deep.equal({
          free: usdc(60),
          locked: usdc(10),
          wallet: FUNDS - usdc(70),
        });
        expect(await vault.read.liabilities()).to.equal(usdc(70));
        expect(await token.read.balanceOf([vault.address])).to.equal(usdc(70));
      });
    });

    describe("when it withdraws everything free to another", () => {
      it("should send it there and leave other accounts alone", async () => {
        const { vault, alice, bob, stranger, deposit, balanceOf } = await setUp();
        await deposit(alice, usdc(100));
        await deposit(bob, usdc(5));
        await vault.write.withdraw([stranger.account.address, usdc(100)], {
          account: alice.account,
        });
        expect((await balanceOf(stranger)).wallet).to.equal(usdc(100));
        expect((await balanceOf(alice)).free).to.equal(0n);
        expect((await balanceOf(bob)).free).to.equal(usdc(5));
      });
    });

    describe("when the amount is above the free balance", () => {
      it("reverts with both, whatever is locked", async () => {
        const { vault, alice, lock, deposit } = await setUp();
        const { account } = alice;
        await lock(alice, usdc(10));
        await deposit(alice, usdc(5));
        for (const amount of [usdc(5) + 1n, 2n ** 128n + 1n]) {
          await viem.assertions.revertWithCustomErrorWithArgs(
            vault.write.withdraw([account.address, amount], { account }),
            vault,
            "PersonalEscrowVault_InsufficientFree",
            [account.address, usdc(5), amount],
          );
        }
      });
    });

    describe("when the amount is zero", () => {
      it("reverts", async () => {
        const { vault, alice } = await setUp();
        const { account } = alice;
        await viem.assertions.revertWithCustomErrorWithArgs(
          vault.write.withdraw([account.address, 0n], { account }),
          vault,
          "PersonalEscrowVault_ZeroAmount",
          [],
        );
      });
    });

    describe("when the receiver is zero", () => {
      it("reverts", async () => {
        const { vault, alice, deposit } = await setUp();
        await deposit(alice, 1n);
        await viem.assertions.revertWithCustomErrorWithArgs(
          vault.write.withdraw([zeroAddress, 1n], { account: alice.account }),
          vault,
          "PersonalEscrowVault_ZeroAddress",
          [],
        );
      });
    });

    describe("when the receiver is the vault itself", () => {
      it("reverts: the money would be nobody's", async () => {
        const { vault, alice, deposit, balanceOf } = await setUp();
        await deposit(alice, 1n);
        await viem.assertions.revertWithCustomErrorWithArgs(
          vault.write.withdraw([vault.address, 1n], { account: alice.account }),
          vault,
          "PersonalEscrowVault_SelfWithdrawal",
          [],
        );
        expect((await balanceOf(alice)).free).to.equal(1n);
      });
    });

    describe("when USDC's issuer has blacklisted the receiver", () => {
      it("reverts with USDC's error; the account can name another receiver", async () => {
        const { vault, token, alice, bob, stranger, deposit, balanceOf } = await setUp();
        const { account } = alice;
        await deposit(alice, usdc(10));
        await token.write.blacklist([bob.account.address]);
        await viem.assertions.revertWithCustomErrorWithArgs(
          vault.write.withdraw([bob.account.address, usdc(10)], { account }),
          token,
          "TestUSDC_Blacklisted",
          [bob.account.address],
        );
        expect((await balanceOf(alice)).free).to.equal(usdc(10));
        await vault.write.withdraw([stranger.account.address, usdc(10)], { account });
      });
    });
  });

  describe("given a paused vault that holds less than it owes", () => {
    it("should pay all the same", async () => {
      const { vault, alice, bob, deposit, drain, balanceOf } = await setUp();
      const { account } = alice;
      await deposit(alice, usdc(10));
      await deposit(bob, usdc(10));
      await drain(usdc(5));
      await vault.write.proveReserves();
      await vault.write.pause();
      await vault.write.withdraw([account.address, usdc(10)], { account });
      expect((await balanceOf(alice)).wallet).to.equal(FUNDS);
      expect(await vault.read.liabilities()).to.equal(usdc(10));
    });
  });
});
