import { expect } from "chai";
import { network } from "hardhat";
import { zeroAddress } from "viem";

import { usdc } from "../../fixtures/market.ts";
import { vaultFixture } from "../../fixtures/vault.ts";

/** Panic code of arithmetic below zero. */
const UNDERFLOW = "0x11";

const connection = await network.create();
const { networkHelpers, viem } = connection;

/** Alice has a bond of 10 USDC, Bob is the treasury, Carol calls. */
async function deployVault() {
  const fixture = await vaultFixture(connection);
  const { vault, alice, bob, carol, byHouse, lock } = fixture;
  await lock(alice, usdc(10));
  const spend = (bond: bigint, penalty: bigint, tip: bigint, from = byHouse) =>
    vault.write.spendBond(
      [alice.account.address, bond, bob.account.address, penalty, carol.account.address, tip],
      from,
    );
  return { ...fixture, spend };
}

const setUp = () => networkHelpers.loadFixture(deployVault);

describe("PersonalEscrowVault.spendBond", () => {
  describe("given a caller that is not the auction house", () => {
    it("reverts with the caller", async () => {
      const { vault, stranger, spend } = await setUp();
      const { account } = stranger;
      await viem.assertions.revertWithCustomErrorWithArgs(
        spend(usdc(10), usdc(10), 0n, { account }),
        vault,
        "PersonalEscrowVault_UnauthorizedCaller",
        [account.address],
      );
    });
  });

  describe("given a bidder with a locked bond", () => {
    for (const [what, bond, penalty, tip] of [
      ["all of it", usdc(10), usdc(9.75), usdc(0.25)],
      ["a part, and free the rest", usdc(10), usdc(0.25), 0n],
      ["a tip only", usdc(4), 0n, usdc(4)],
    ] as const) {
      it(`should spend ${what}`, async () => {
        const { vault, alice, bob, carol, spend, balanceOf } = await setUp();
        await spend(bond, penalty, tip);
        expect(await balanceOf(alice)).to.deep.include({
          free: bond - penalty - tip,
          locked: usdc(10) - bond,
        });
        expect((await balanceOf(bob)).free).to.equal(penalty);
        expect((await balanceOf(carol)).free).to.equal(tip);
        expect(await vault.read.liabilities()).to.equal(usdc(10));
      });
    }

    describe("when the bidder is treasury and caller as well", () => {
      it("should give it all back", async () => {
        const { vault, alice, byHouse, balanceOf } = await setUp();
        const { address } = alice.account;
        const call = [address, usdc(10), address, usdc(9), address, usdc(1)] as const;
        await vault.write.spendBond(call, byHouse);
        expect(await balanceOf(alice)).to.deep.include({ free: usdc(10), locked: 0n });
      });
    });

    describe("when nobody is tipped", () => {
      it("should credit nobody", async () => {
        const { vault, alice, bob, byHouse } = await setUp();
        const [bidder, treasury] = [alice.account.address, bob.account.address];
        await vault.write.spendBond(
          [bidder, usdc(10), treasury, usdc(1), zeroAddress, 0n],
          byHouse,
        );
        expect(await vault.read.freeOf([zeroAddress])).to.equal(0n);
      });
    });

    describe("when the bond is above what is locked", () => {
      it("reverts with both, whatever is free", async () => {
        const { vault, alice, spend, deposit } = await setUp();
        await deposit(alice, usdc(90));
        await viem.assertions.revertWithCustomErrorWithArgs(
          spend(usdc(11), usdc(1), 0n),
          vault,
          "PersonalEscrowVault_InsufficientLocked",
          [alice.account.address, usdc(10), usdc(11)],
        );
      });
    });

    describe("when penalty and tip are above the bond", () => {
      it("reverts: no money is made", async () => {
        const { spend } = await setUp();
        await viem.assertions.revertWith(spend(usdc(10), usdc(10), 1n), UNDERFLOW);
      });
    });

    describe("when the vault is paused and USDC has blacklisted the receiver", () => {
      it("should work all the same", async () => {
        const { vault, token, bob, spend, balanceOf } = await setUp();
        await vault.write.pause();
        await token.write.blacklist([bob.account.address]);
        await spend(usdc(10), usdc(10), 0n);
        expect((await balanceOf(bob)).free).to.equal(usdc(10));
      });
    });
  });
});
