import { expect } from "chai";
import { network } from "hardhat";

import { usdc } from "../fixtures/market.ts";
import { LEAD, vaultFixture } from "../fixtures/vault.ts";

const connection = await network.create();
const { networkHelpers, viem } = connection;

async function deployVault() {
  return vaultFixture(connection);
}

const setUp = () => networkHelpers.loadFixture(deployVault);

describe("PersonalEscrowVault.transferLocked", () => {
  describe("given a caller that is not the auction house", () => {
    it("reverts with the caller", async () => {
      const { vault, alice, bob, lock } = await setUp();
      const [{ account }, to] = [alice, bob.account.address];
      await lock(bob, usdc(10));
      await viem.assertions.revertWithCustomErrorWithArgs(
        vault.write.transferLocked([LEAD, to, account.address, usdc(10)], { account }),
        vault,
        "PersonalEscrowVault_UnauthorizedCaller",
        [account.address],
      );
    });
  });

  describe("given an account with locked money", () => {
    it("should make it another's free balance and say so", async () => {
      const { vault, alice, bob, byHouse, lock, balanceOf } = await setUp();
      const [from, to] = [alice.account.address, bob.account.address];
      await lock(alice, usdc(10));
      await lock(bob, usdc(5));
      await viem.assertions.emitWithArgs(
        vault.write.transferLocked([LEAD, from, to, usdc(4)], byHouse),
        vault,
        "LockedTransferred",
        [LEAD, from, to, usdc(4)],
      );
      expect(await balanceOf(alice)).to.deep.include({ free: 0n, locked: usdc(6) });
      expect(await balanceOf(bob)).to.deep.include({ free: usdc(4), locked: usdc(5) });
      expect(await vault.read.liabilities()).to.equal(usdc(15));
    });

    describe("when it goes to the account itself", () => {
      it("should free it", async () => {
        const { vault, alice, byHouse, lock, balanceOf } = await setUp();
        const { address } = alice.account;
        await lock(alice, usdc(10));
        await vault.write.transferLocked([LEAD, address, address, usdc(10)], byHouse);
        expect(await balanceOf(alice)).to.deep.include({ free: usdc(10), locked: 0n });
      });
    });

    describe("when the amount is above what is locked", () => {
      it("reverts with both, whatever is free", async () => {
        const { vault, alice, bob, byHouse, lock, deposit } = await setUp();
        const [from, to] = [alice.account.address, bob.account.address];
        await lock(alice, usdc(10));
        await deposit(alice, usdc(90));
        await viem.assertions.revertWithCustomErrorWithArgs(
          vault.write.transferLocked([LEAD, from, to, usdc(11)], byHouse),
          vault,
          "PersonalEscrowVault_InsufficientLocked",
          [from, usdc(10), usdc(11)],
        );
      });
    });

    describe("when the vault is paused and USDC has blacklisted the receiver", () => {
      it("should work all the same", async () => {
        const { vault, token, alice, bob, byHouse, lock, balanceOf } = await setUp();
        const [from, to] = [alice.account.address, bob.account.address];
        await lock(alice, usdc(10));
        await vault.write.pause();
        await token.write.blacklist([to]);
        await vault.write.transferLocked([LEAD, from, to, usdc(10)], byHouse);
        expect((await balanceOf(bob)).free).to.equal(usdc(10));
      });
    });
  });
});
