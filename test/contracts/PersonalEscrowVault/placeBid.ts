import { expect } from "chai";
import { network } from "hardhat";
import { encodeErrorResult, zeroAddress } from "viem";

import { Activity } from "../../../deploy/sdk/codes/enums.ts";
import { usdc } from "../../fixtures/market.ts";
import { region, verticalId } from "../../fixtures/registry.ts";
import { LEAD_CLASS, vaultFixture } from "../../fixtures/vault.ts";

const connection = await network.create();
const { networkHelpers, viem } = connection;

async function deployVault() {
  return vaultFixture(connection);
}

/** What happens to a bid, by the numbers of `IPersonalEscrowVault.Placement`, and why. */
const PLACED = [0, "0x"];
const UNFUNDED = [2, "0x"];
const DENIED = 1;
/** Enough gas for the bid, and too little for the gate's answer. */
const TOO_LITTLE_GAS = 900_000n;
/** What a bid may need where the gate is asked. */
const ENOUGH_GAS = 3_000_000n;

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

  describe("given a bidder whose pass is forgotten", () => {
    /** Alice has a bond of 10 USDC locked and 90 free, Bob leads with 70; the gate has to be asked about Alice. */
    async function forgotten() {
      const m = await setUp();
      const { vault, alice, bob, gate, lock, deposit } = m;
      const { abi } = await viem.getContractAt("ComplianceGate", gate.account.address);
      const { address } = alice.account;
      await lock(alice, usdc(10));
      await deposit(alice, usdc(90));
      await lock(bob, usdc(70));
      await vault.write.forgetPasses([address], { account: gate.account });
      const denial = encodeErrorResult({
        ...{ abi, errorName: "ComplianceGate_Denied" },
        args: [address, Activity.Receive, verticalId("solar"), region("US-TX"), "not you"],
      });
      const silence = encodeErrorResult({
        ...{ abi, errorName: "ComplianceGate_Unavailable", args: [denial] },
      });
      const place = async (amount: bigint, gas = ENOUGH_GAS) => {
        const bid = [address, LEAD_CLASS, usdc(10), amount] as const;
        const call = [...bid, bob.account.address, usdc(70)] as const;
        const byHouse = { account: m.byHouse.account.address, gas };
        const { result } = await vault.simulate.placeBid(call, byHouse);
        await vault.write.placeBid(call, byHouse);
        return result;
      };
      return { ...m, denial, silence, place };
    }

    for (const [what, amount] of [
      ["that it could pay", usdc(80)],
      ["that it could not pay", usdc(100) + 1n],
    ] as const) {
      it(`should give back the bond of a bid ${what} when the gate denies the bidder, and say why`, async () => {
        const { vault, alice, bob, denial, answerAsGate, place, balanceOf } = await forgotten();
        await answerAsGate(denial);
        expect(await place(amount)).to.deep.equal([DENIED, denial]);
        expect(await balanceOf(alice)).to.deep.include({ free: usdc(100), locked: 0n });
        expect(await balanceOf(bob)).to.deep.include({ free: 0n, locked: usdc(70) });
        expect(await vault.read.liabilities()).to.equal(usdc(170));
      });
    }

    it("should place the bid when the gate only fails: silence denies nobody", async () => {
      const { alice, bob, silence, answerAsGate, place, balanceOf } = await forgotten();
      await answerAsGate(silence);
      expect(await place(usdc(80))).to.deep.equal(PLACED);
      expect(await balanceOf(alice)).to.deep.include({ free: usdc(20), locked: usdc(80) });
      expect(await balanceOf(bob)).to.deep.include({ free: usdc(70), locked: 0n });
    });

    it("reverts when the gas does not cover the gate's answer: silence cannot be feigned", async () => {
      const { vault, denial, answerAsGate, place } = await forgotten();
      await answerAsGate(denial);
      await viem.assertions.revertWithCustomError(
        place(usdc(80), TOO_LITTLE_GAS),
        vault,
        "PassBook_InsufficientGas",
      );
    });

    it("reverts when the gate denies the bidder and less than the bond is locked", async () => {
      const { vault, alice, denial, answerAsGate, byHouse } = await forgotten();
      await answerAsGate(denial);
      const { address } = alice.account;
      await viem.assertions.revertWithCustomErrorWithArgs(
        vault.write.placeBid([address, LEAD_CLASS, usdc(11), usdc(80), zeroAddress, 0n], byHouse),
        vault,
        "PersonalEscrowVault_InsufficientLocked",
        [address, usdc(10), usdc(11)],
      );
    });
  });
});
