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

describe("PersonalEscrowVault.unlockCovered", () => {
  describe("given a caller that is not the auction house", () => {
    it("reverts with the caller", async () => {
      const { vault, alice } = await setUp();
      const { account } = alice;
      await viem.assertions.revertWithCustomErrorWithArgs(
        vault.write.unlockCovered([account.address, 0n, 0n], { account }),
        vault,
        "PersonalEscrowVault_UnauthorizedCaller",
        [account.address],
      );
    });
  });

  describe("given a bidder with a locked bond", () => {
    describe("when bond and free balance cover the bid exactly", () => {
      it("should free the bond and lock nothing", async () => {
        const { vault, alice, byHouse, lock, deposit, balanceOf } = await setUp();
        const { address } = alice.account;
        await lock(alice, usdc(10));
        await deposit(alice, usdc(20));
        const call = [address, usdc(10), usdc(30)] as const;
        expect(
          (await vault.simulate.unlockCovered(call, { account: byHouse.account.address })).result,
        ).to.equal(true);
        await vault.write.unlockCovered(call, byHouse);
        expect(await balanceOf(alice)).to.deep.include({ free: usdc(30), locked: 0n });
        expect(await vault.read.liabilities()).to.equal(usdc(30));
      });
    });

    describe("when they do not cover the bid", () => {
      it("should say so and free nothing", async () => {
        const { vault, alice, byHouse, lock, deposit, balanceOf } = await setUp();
        const { address } = alice.account;
        await lock(alice, usdc(10));
        await deposit(alice, usdc(20));
        const call = [address, usdc(10), usdc(30) + 1n] as const;
        expect(
          (await vault.simulate.unlockCovered(call, { account: byHouse.account.address })).result,
        ).to.equal(false);
        await vault.write.unlockCovered(call, byHouse);
        expect(await balanceOf(alice)).to.deep.include({ free: usdc(20), locked: usdc(10) });
      });
    });

    describe("when the bond is more than is locked", () => {
      it("reverts with both", async () => {
        const { vault, alice, byHouse, lock } = await setUp();
        const { address } = alice.account;
        await lock(alice, usdc(10));
        await viem.assertions.revertWithCustomErrorWithArgs(
          vault.write.unlockCovered([address, usdc(11), 0n], byHouse),
          vault,
          "PersonalEscrowVault_InsufficientLocked",
          [address, usdc(10), usdc(11)],
        );
      });
    });

    describe("when the vault is paused", () => {
      it("should work all the same", async () => {
        const { vault, alice, byHouse, lock, balanceOf } = await setUp();
        await lock(alice, usdc(10));
        await vault.write.pause();
        await vault.write.unlockCovered([alice.account.address, usdc(10), 1n], byHouse);
        expect((await balanceOf(alice)).locked).to.equal(0n);
      });
    });
  });
});
