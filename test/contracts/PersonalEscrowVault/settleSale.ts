import { expect } from "chai";
import { network } from "hardhat";
import { encodeErrorResult, type Hex } from "viem";

import { Activity } from "../../../deploy/sdk/codes/enums.ts";
import { usdc } from "../../fixtures/market.ts";
import { region, verticalId } from "../../fixtures/registry.ts";
import { LEAD_CLASS, vaultFixture } from "../../fixtures/vault.ts";

const [VERTICAL, REGION] = [verticalId("solar"), region("US-TX")];

/** Panic code of arithmetic below zero. */
const UNDERFLOW = "0x11";

const SALE = { price: usdc(100), fee: usdc(5), deliveryBond: usdc(8) };

const connection = await network.create();
const { networkHelpers, viem } = connection;

/** Alice has bid 100 USDC, Bob sells with a bond of 8 USDC, Carol is the treasury. */
async function deployVault() {
  const fixture = await vaultFixture(connection);
  const { vault, alice, bob, carol, byHouse, lock } = fixture;
  await lock(alice, SALE.price);
  await lock(bob, SALE.deliveryBond);
  const parties = [alice, bob, carol].map(({ account }) => account.address);
  const [buyer, seller, treasury] = parties as [Hex, Hex, Hex];
  const settle = (changes: Partial<typeof SALE> = {}, [to, from] = [treasury, seller]) => {
    const { price, fee, deliveryBond } = { ...SALE, ...changes };
    return vault.write.settleSale([buyer, LEAD_CLASS, from, to, price, fee, deliveryBond], byHouse);
  };
  return { ...fixture, buyer, seller, treasury, settle };
}

const setUp = () => networkHelpers.loadFixture(deployVault);

describe("PersonalEscrowVault.settleSale", () => {
  describe("given a caller that is not the auction house", () => {
    it("reverts with the caller", async () => {
      const { vault, bob, buyer, seller, treasury } = await setUp();
      const { account } = bob;
      await viem.assertions.revertWithCustomErrorWithArgs(
        vault.write.settleSale([buyer, LEAD_CLASS, seller, treasury, usdc(100), 0n, 0n], {
          account,
        }),
        vault,
        "PersonalEscrowVault_UnauthorizedCaller",
        [account.address],
      );
    });
  });

  describe("given a buyer with a locked bid and a seller with a locked bond", () => {
    describe("when the price is all that the buyer has locked", () => {
      it("should pay seller and treasury and free the bond", async () => {
        const { vault, alice, bob, carol, settle, balanceOf } = await setUp();
        await settle();
        expect(await balanceOf(alice)).to.deep.include({ free: 0n, locked: 0n });
        expect(await balanceOf(bob)).to.deep.include({ free: usdc(95 + 8), locked: 0n });
        expect(await balanceOf(carol)).to.deep.include({ free: usdc(5), locked: 0n });
        expect(await vault.read.liabilities()).to.equal(usdc(108));
      });
    });

    describe("when the buyer has more locked than the price", () => {
      it("should leave the rest locked: it is for other leads", async () => {
        const { alice, bob, settle, balanceOf } = await setUp();
        await settle({ price: usdc(60), fee: usdc(3) });
        expect(await balanceOf(alice)).to.deep.include({ free: 0n, locked: usdc(40) });
        expect(await balanceOf(bob)).to.deep.include({ free: usdc(57 + 8), locked: 0n });
      });
    });

    describe("when there is neither fee nor bond", () => {
      it("should pay the whole price to the seller and leave its other bonds", async () => {
        const { bob, carol, settle, balanceOf } = await setUp();
        await settle({ fee: 0n, deliveryBond: 0n });
        expect(await balanceOf(bob)).to.deep.include({ free: usdc(100), locked: usdc(8) });
        expect((await balanceOf(carol)).free).to.equal(0n);
      });
    });

    describe("when the fee is the whole price", () => {
      it("should pay the treasury only", async () => {
        const { bob, carol, settle, balanceOf } = await setUp();
        await settle({ fee: usdc(100) });
        expect((await balanceOf(bob)).free).to.equal(usdc(8));
        expect((await balanceOf(carol)).free).to.equal(usdc(100));
      });
    });

    describe("when the seller is the treasury", () => {
      it("should pay it both parts", async () => {
        const { bob, seller, settle, balanceOf } = await setUp();
        await settle({}, [seller, seller]);
        expect(await balanceOf(bob)).to.deep.include({ free: usdc(108), locked: 0n });
      });
    });

    describe("when the buyer is the seller", () => {
      it("should keep its books straight", async () => {
        const { alice, carol, buyer, treasury, lock, settle, balanceOf } = await setUp();
        await lock(alice, usdc(8));
        await settle({}, [treasury, buyer]);
        expect(await balanceOf(alice)).to.deep.include({ free: usdc(103), locked: 0n });
        expect((await balanceOf(carol)).free).to.equal(usdc(5));
      });
    });

    describe("when the vault is paused and insolvent", () => {
      it("should settle all the same", async () => {
        const { vault, bob, settle, drain, balanceOf } = await setUp();
        await drain(1n);
        await vault.write.proveReserves();
        await vault.write.pause();
        await settle();
        expect((await balanceOf(bob)).free).to.equal(usdc(103));
      });
    });

    describe("when the price is more than the buyer has locked", () => {
      it("reverts with both", async () => {
        const { vault, buyer, settle } = await setUp();
        await viem.assertions.revertWithCustomErrorWithArgs(
          settle({ price: usdc(101) }),
          vault,
          "PersonalEscrowVault_InsufficientLocked",
          [buyer, usdc(100), usdc(101)],
        );
      });
    });

    describe("when the bond is more than the seller has locked", () => {
      it("reverts with both", async () => {
        const { vault, seller, settle } = await setUp();
        await viem.assertions.revertWithCustomErrorWithArgs(
          settle({ deliveryBond: usdc(9) }),
          vault,
          "PersonalEscrowVault_InsufficientLocked",
          [seller, usdc(8), usdc(9)],
        );
      });
    });

    describe("when the buyer's pass is forgotten", () => {
      for (const [answer, args] of [
        ["ComplianceGate_Denied", [Activity.Receive, VERTICAL, REGION, "not you"]],
        ["ComplianceGate_Unavailable", undefined],
      ] as const) {
        it(`reverts with the gate's ${answer}, and moves nothing`, async () => {
          const m = await setUp();
          const gate = await viem.getContractAt("ComplianceGate", m.gate.account.address);
          const { abi } = gate;
          await m.vault.write.forgetPasses([m.buyer], { account: m.gate.account });
          await m.answerAsGate(
            args === undefined
              ? encodeErrorResult({ abi, errorName: "ComplianceGate_Unavailable", args: ["0x"] })
              : encodeErrorResult({
                  ...{ abi, errorName: "ComplianceGate_Denied", args: [m.buyer, ...args] },
                }),
          );
          await viem.assertions.revertWithCustomErrorWithArgs(
            m.settle(),
            gate,
            answer,
            args === undefined ? ["0x"] : [m.buyer, ...args],
          );
          expect((await m.balanceOf(m.alice)).locked).to.equal(SALE.price);
          expect((await m.balanceOf(m.bob)).locked).to.equal(SALE.deliveryBond);
        });
      }
    });

    describe("when the fee is above the price", () => {
      it("reverts", async () => {
        const { settle } = await setUp();
        await viem.assertions.revertWith(settle({ fee: SALE.price + 1n }), UNDERFLOW);
      });
    });
  });
});
