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

describe("PersonalEscrowVault.proveReserves", () => {
  describe("given a vault that holds what it owes", () => {
    it("should record it for anyone and say so", async () => {
      const { vault, alice, stranger, deposit } = await setUp();
      const { account } = stranger;
      await deposit(alice, usdc(10));
      expect((await vault.simulate.proveReserves()).result).to.equal(true);
      await viem.assertions.emitWithArgs(
        vault.write.proveReserves({ account }),
        vault,
        "ReservesProved",
        [1n, usdc(10), usdc(10), true],
      );
    });

    describe("when it is proved again", () => {
      it("should count the rounds", async () => {
        const { vault, alice, deposit } = await setUp();
        await vault.write.proveReserves();
        await deposit(alice, usdc(10));
        await viem.assertions.emitWithArgs(vault.write.proveReserves(), vault, "ReservesProved", [
          2n,
          usdc(10),
          usdc(10),
          true,
        ]);
      });
    });
  });

  describe("given a donation", () => {
    it("should tell the larger balance and credit nobody", async () => {
      const { vault, token, alice, deposit, balanceOf } = await setUp();
      await deposit(alice, usdc(10));
      await token.write.mint([vault.address, usdc(1)]);
      await viem.assertions.emitWithArgs(vault.write.proveReserves(), vault, "ReservesProved", [
        1n,
        usdc(11),
        usdc(10),
        true,
      ]);
      expect((await balanceOf(alice)).free).to.equal(usdc(10));
    });
  });

  describe("given a vault that holds less than it owes", () => {
    it("should say so and stop new business", async () => {
      const { vault, alice, byHouse, deposit, drain } = await setUp();
      await deposit(alice, usdc(10));
      await drain(1n);
      expect((await vault.simulate.proveReserves()).result).to.equal(false);
      await viem.assertions.emitWithArgs(vault.write.proveReserves(), vault, "ReservesProved", [
        1n,
        usdc(10) - 1n,
        usdc(10),
        false,
      ]);
      await viem.assertions.revertWithCustomErrorWithArgs(
        vault.write.lock([alice.account.address, 1n], byHouse),
        vault,
        "PersonalEscrowVault_Insolvent",
        [usdc(10)],
      );
    });

    describe("when it fails twice and the money comes back", () => {
      it("should open new business again", async () => {
        const { vault, token, alice, byHouse, deposit, drain, balanceOf } = await setUp();
        await deposit(alice, usdc(10));
        await drain(1n);
        await vault.write.proveReserves();
        await vault.write.proveReserves();
        await token.write.mint([vault.address, 1n]);
        await viem.assertions.emitWithArgs(vault.write.proveReserves(), vault, "ReservesProved", [
          3n,
          usdc(10),
          usdc(10),
          true,
        ]);
        await vault.write.lock([alice.account.address, 1n], byHouse);
        expect((await balanceOf(alice)).locked).to.equal(1n);
      });
    });
  });

  describe("given a paused vault", () => {
    it("should prove all the same", async () => {
      const { vault } = await setUp();
      await vault.write.pause();
      await viem.assertions.emitWithArgs(vault.write.proveReserves(), vault, "ReservesProved", [
        1n,
        0n,
        0n,
        true,
      ]);
    });
  });
});
