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

describe("PersonalEscrowVault.unlock", () => {
  describe("given a caller that is neither the auction house nor the bounty matcher", () => {
    it("reverts with the caller", async () => {
      const { vault, alice, lock } = await setUp();
      const { account } = alice;
      await lock(alice, usdc(10));
      await viem.assertions.revertWithCustomErrorWithArgs(
        vault.write.unlock([account.address, usdc(10)], { account }),
        vault,
        "PersonalEscrowVault_UnauthorizedCaller",
        [account.address],
      );
    });
  });

  describe("given an account with locked money", () => {
    it("should free the amount", async () => {
      const { vault, alice, byHouse, lock, balanceOf } = await setUp();
      const { address } = alice.account;
      await lock(alice, usdc(10));
      await vault.write.unlock([address, usdc(4)], byHouse);
      expect(await balanceOf(alice)).to.deep.include({ free: usdc(4), locked: usdc(6) });
      expect(await vault.read.liabilities()).to.equal(usdc(10));
    });

    it("should free it for the bounty matcher, too", async () => {
      const { vault, alice, byMatcher, lock, balanceOf } = await setUp();
      await lock(alice, usdc(10));
      await vault.write.unlock([alice.account.address, usdc(4)], byMatcher);
      expect(await balanceOf(alice)).to.deep.include({ free: usdc(4), locked: usdc(6) });
    });

    describe("when the amount is above what is locked", () => {
      it("reverts with both", async () => {
        const { vault, alice, byHouse, lock } = await setUp();
        const { address } = alice.account;
        await lock(alice, usdc(10));
        await viem.assertions.revertWithCustomErrorWithArgs(
          vault.write.unlock([address, usdc(10) + 1n], byHouse),
          vault,
          "PersonalEscrowVault_InsufficientLocked",
          [address, usdc(10), usdc(10) + 1n],
        );
      });
    });

    describe("when the vault is paused and insolvent, and USDC has blacklisted the account", () => {
      it("should free it all the same", async () => {
        const { vault, token, alice, byHouse, lock, drain, balanceOf } = await setUp();
        const { address } = alice.account;
        await lock(alice, usdc(10));
        await drain(1n);
        await vault.write.proveReserves();
        await vault.write.pause();
        await token.write.blacklist([address]);
        await vault.write.unlock([address, usdc(10)], byHouse);
        expect(await balanceOf(alice)).to.deep.include({ free: usdc(10), locked: 0n });
      });
    });
  });
});
