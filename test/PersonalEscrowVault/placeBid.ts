import { expect } from "chai";
import { network } from "hardhat";

import { zeroAddress } from "viem";

import { usdc } from "../fixtures/market.ts";
import { LEAD_CLASS, vaultFixture } from "../fixtures/vault.ts";

const connection = await network.create();
const { networkHelpers, viem } = connection;

async function deployVault() {
  return vaultFixture(connection);
}

/** What becomes of a bid, as `IPersonalEscrowVault.Placement` numbers it, and why. */
const PLACED = [0, "0x"];
const UNFUNDED = [2, "0x"];

const setUp = () => networkHelpers.loadFixture(deployVault);

describe("PersonalEscrowVault.placeBid", () => {
  describe("given a caller that is not the auction house", () => {
    it("reverts with the caller", async () => {
      const { vault, alice } = await setUp();
      const { account } = alice;
      await viem.assertions.revertWithCustomErrorWithArgs(
        vault.write.placeBid([account.address, LEAD_CLASS, 0n, 0n, zeroAddress, 0n], { account }),
        vault,
        "PersonalEscrowVault_UnauthorizedCaller",
        [account.address],
      );
    });
  });

  describe("given a bidder with a locked bond", () => {
    describe("when nobody led before", () => {
      it("should free the bond and lock the bid", async () => {
        const { vault, alice, byHouse, lock, deposit, balanceOf } = await setUp();
        const { address } = alice.account;
        await lock(alice, usdc(10));
        await deposit(alice, usdc(100));
        const call = [address, LEAD_CLASS, usdc(10), usdc(80), zeroAddress, 0n] as const;
        expect(
          (await vault.simulate.placeBid(call, { account: byHouse.account.address })).result,
        ).to.deep.equal(PLACED);
        await vault.write.placeBid(call, byHouse);
        expect(await balanceOf(alice)).to.deep.include({ free: usdc(30), locked: usdc(80) });
        expect(await vault.read.liabilities()).to.equal(usdc(110));
      });
    });

    describe("when it beats another bid", () => {
      it("should free that bid in the same call", async () => {
        const { vault, alice, bob, byHouse, lock, deposit, balanceOf } = await setUp();
        const [bidder, outbid] = [alice.account.address, bob.account.address];
        await lock(alice, usdc(10));
        await deposit(alice, usdc(90));
        await lock(bob, usdc(70));
        await vault.write.placeBid(
          [bidder, LEAD_CLASS, usdc(10), usdc(100), outbid, usdc(70)],
          byHouse,
        );
        expect(await balanceOf(alice)).to.deep.include({ free: 0n, locked: usdc(100) });
        expect(await balanceOf(bob)).to.deep.include({ free: usdc(70), locked: 0n });
        expect(await vault.read.liabilities()).to.equal(usdc(170));
      });
    });

    describe("when the vault is paused and insolvent", () => {
      it("should work all the same", async () => {
        const { vault, alice, byHouse, lock, drain, balanceOf } = await setUp();
        await lock(alice, usdc(10));
        await drain(1n);
        await vault.write.proveReserves();
        await vault.write.pause();
        await vault.write.placeBid(
          [alice.account.address, LEAD_CLASS, usdc(10), usdc(9), zeroAddress, 0n],
          byHouse,
        );
        expect(await balanceOf(alice)).to.deep.include({ free: usdc(1), locked: usdc(9) });
      });
    });

    describe("when bond and free balance do not cover the bid", () => {
      it("should say so and leave the account as it is", async () => {
        const { vault, alice, byHouse, lock, deposit, balanceOf } = await setUp();
        const { address } = alice.account;
        await lock(alice, usdc(10));
        await deposit(alice, usdc(20));
        const call = [address, LEAD_CLASS, usdc(10), usdc(30) + 1n, zeroAddress, 0n] as const;
        expect(
          (await vault.simulate.placeBid(call, { account: byHouse.account.address })).result,
        ).to.deep.equal(UNFUNDED);
        await vault.write.placeBid(call, byHouse);
        expect(await balanceOf(alice)).to.deep.include({ free: usdc(20), locked: usdc(10) });
      });
    });

    describe("when the bond is more than is locked", () => {
      it("reverts with both", async () => {
        const { vault, alice, byHouse, lock } = await setUp();
        const { address } = alice.account;
        await lock(alice, usdc(10));
        await viem.assertions.revertWithCustomErrorWithArgs(
          vault.write.placeBid([address, LEAD_CLASS, usdc(11), 0n, zeroAddress, 0n], byHouse),
          vault,
          "PersonalEscrowVault_InsufficientLocked",
          [address, usdc(10), usdc(11)],
        );
      });
    });

    describe("when the beaten bid is more than is locked", () => {
      it("reverts with both and changes nothing", async () => {
        const { vault, alice, bob, byHouse, lock, balanceOf } = await setUp();
        const [bidder, outbid] = [alice.account.address, bob.account.address];
        await lock(alice, usdc(10));
        await lock(bob, usdc(5));
        await viem.assertions.revertWithCustomErrorWithArgs(
          vault.write.placeBid([bidder, LEAD_CLASS, usdc(10), usdc(8), outbid, usdc(6)], byHouse),
          vault,
          "PersonalEscrowVault_InsufficientLocked",
          [outbid, usdc(5), usdc(6)],
        );
        expect(await balanceOf(alice)).to.deep.include({ free: 0n, locked: usdc(10) });
      });
    });
  });
});
