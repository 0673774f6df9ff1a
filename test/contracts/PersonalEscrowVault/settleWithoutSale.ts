import { expect } from "chai";
import { network } from "hardhat";
import { zeroAddress, type Hex } from "viem";

import { usdc } from "../../fixtures/market.ts";
import { vaultFixture } from "../../fixtures/vault.ts";

/** Panic code of arithmetic below zero. */
const UNDERFLOW = "0x11";

const END = { bid: usdc(100), deliveryBond: usdc(8), compensation: usdc(4), penalty: usdc(4) };

const connection = await network.create();
const { networkHelpers, viem } = connection;

/** Alice leads with 100 USDC, Bob sells with a bond of 8 USDC, Carol is the treasury. */
async function deployVault() {
  const fixture = await vaultFixture(connection);
  const { vault, alice, bob, carol, byHouse, lock } = fixture;
  await lock(alice, END.bid);
  await lock(bob, END.deliveryBond);
  const parties = [alice, bob, carol].map(({ account }) => account.address);
  const [leader, seller, treasury] = parties as [Hex, Hex, Hex];
  const settle = (
    changes: Partial<typeof END> = {},
    who: { leader?: Hex; seller?: Hex; treasury?: Hex } = {},
    from = byHouse,
  ) => {
    const { bid, deliveryBond, compensation, penalty } = { ...END, ...changes };
    const to = { leader, seller, treasury, ...who };
    return vault.write.settleWithoutSale(
      [to.leader, bid, to.seller, deliveryBond, compensation, to.treasury, penalty],
      from,
    );
  };
  return { ...fixture, leader, seller, treasury, settle };
}

const setUp = () => networkHelpers.loadFixture(deployVault);

describe("PersonalEscrowVault.settleWithoutSale", () => {
  describe("given a caller that is not the auction house", () => {
    it("reverts with the caller", async () => {
      const { vault, bob, settle } = await setUp();
      const { account } = bob;
      await viem.assertions.revertWithCustomErrorWithArgs(
        settle({}, {}, { account }),
        vault,
        "PersonalEscrowVault_UnauthorizedCaller",
        [account.address],
      );
    });
  });

  describe("given a leader with a locked bid and a seller with a locked bond", () => {
    it("should free the bid and split the bond", async () => {
      const { vault, alice, bob, carol, settle, balanceOf } = await setUp();
      await settle();
      expect(await balanceOf(alice)).to.deep.include({ free: usdc(104), locked: 0n });
      expect(await balanceOf(bob)).to.deep.include({ free: 0n, locked: 0n });
      expect(await balanceOf(carol)).to.deep.include({ free: usdc(4), locked: 0n });
      expect(await vault.read.liabilities()).to.equal(usdc(108));
    });

    it("should free the whole bond where nobody is to blame", async () => {
      const { alice, bob, settle, balanceOf } = await setUp();
      await settle({ compensation: 0n, penalty: 0n });
      expect(await balanceOf(alice)).to.deep.include({ free: usdc(100), locked: 0n });
      expect(await balanceOf(bob)).to.deep.include({ free: usdc(8), locked: 0n });
    });

    it("should leave the leader out where nobody leads", async () => {
      const { alice, carol, settle, balanceOf } = await setUp();
      await settle({ bid: 0n, compensation: 0n, penalty: usdc(8) }, { leader: zeroAddress });
      expect(await balanceOf(alice)).to.deep.include({ free: 0n, locked: usdc(100) });
      expect((await balanceOf(carol)).free).to.equal(usdc(8));
    });

    describe("when the leader is the seller", () => {
      it("should keep its books straight", async () => {
        const { bob, carol, seller, lock, settle, balanceOf } = await setUp();
        await lock(bob, usdc(100));
        await settle({}, { leader: seller });
        expect(await balanceOf(bob)).to.deep.include({ free: usdc(104), locked: 0n });
        expect((await balanceOf(carol)).free).to.equal(usdc(4));
      });
    });

    describe("when the seller is the treasury", () => {
      it("should keep its part", async () => {
        const { bob, seller, settle, balanceOf } = await setUp();
        await settle({}, { treasury: seller });
        expect(await balanceOf(bob)).to.deep.include({ free: usdc(4), locked: 0n });
      });
    });

    describe("when the vault is paused and insolvent", () => {
      it("should work all the same", async () => {
        const { vault, alice, drain, settle, balanceOf } = await setUp();
        await drain(1n);
        await vault.write.proveReserves();
        await vault.write.pause();
        await settle();
        expect((await balanceOf(alice)).free).to.equal(usdc(104));
      });
    });

    for (const [what, changes, owner, locked, needed] of [
      ["bid", { bid: usdc(101) }, "leader", usdc(100), usdc(101)],
      ["bond", { deliveryBond: usdc(9) }, "seller", usdc(8), usdc(9)],
    ] as const) {
      describe(`when the ${what} is more than is locked`, () => {
        it("reverts with both", async () => {
          const m = await setUp();
          await viem.assertions.revertWithCustomErrorWithArgs(
            m.settle(changes),
            m.vault,
            "PersonalEscrowVault_InsufficientLocked",
            [m[owner], locked, needed],
          );
        });
      });
    }

    describe("when compensation and penalty are above the bond", () => {
      it("reverts: no money is made", async () => {
        const { settle } = await setUp();
        await viem.assertions.revertWith(settle({ penalty: usdc(4) + 1n }), UNDERFLOW);
      });
    });
  });
});
