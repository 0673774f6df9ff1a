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

describe("PersonalEscrowVault.payLocked", () => {
  describe("given an account with money locked", () => {
    it("should make it the receiver's free balance, and leave the liabilities", async () => {
      const { vault, alice, bob, byMatcher, lock, balanceOf } = await setUp();
      await lock(alice, usdc(10));
      await vault.write.payLocked([alice.account.address, bob.account.address, usdc(3)], byMatcher);
      expect(await balanceOf(alice)).to.deep.include({ free: 0n, locked: usdc(7) });
      expect(await balanceOf(bob)).to.deep.include({ free: usdc(3), locked: 0n });
      expect(await vault.read.liabilities()).to.equal(usdc(10));
    });

    it("should pay an account itself: its own money becomes free", async () => {
      const { vault, alice, byMatcher, lock, balanceOf } = await setUp();
      const { address } = alice.account;
      await lock(alice, usdc(10));
      await vault.write.payLocked([address, address, usdc(10)], byMatcher);
      expect(await balanceOf(alice)).to.deep.include({ free: usdc(10), locked: 0n });
    });

    it("should never be stopped by a pause or an insolvent vault", async () => {
      const { vault, alice, bob, byMatcher, lock, drain, balanceOf } = await setUp();
      await lock(alice, usdc(10));
      await drain(1n);
      await vault.write.proveReserves();
      await vault.write.pause();
      await vault.write.payLocked(
        [alice.account.address, bob.account.address, usdc(10)],
        byMatcher,
      );
      expect((await balanceOf(bob)).free).to.equal(usdc(10));
    });

    it("reverts one unit above what is locked, with both", async () => {
      const { vault, alice, bob, byMatcher, lock } = await setUp();
      const { address } = alice.account;
      await lock(alice, usdc(10));
      await viem.assertions.revertWithCustomErrorWithArgs(
        vault.write.payLocked([address, bob.account.address, usdc(10) + 1n], byMatcher),
        vault,
        "PersonalEscrowVault_InsufficientLocked",
        [address, usdc(10), usdc(10) + 1n],
      );
    });
  });

  describe("given a caller that is not the bounty matcher", () => {
    it("reverts with the caller, for the auction house too", async () => {
      const { vault, alice, bob, house, lock } = await setUp();
      await lock(alice, usdc(10));
      for (const { account } of [house, bob]) {
        await viem.assertions.revertWithCustomErrorWithArgs(
          vault.write.payLocked([alice.account.address, bob.account.address, 1n], { account }),
          vault,
          "PersonalEscrowVault_UnauthorizedCaller",
          [account.address],
        );
      }
    });
  });
});
