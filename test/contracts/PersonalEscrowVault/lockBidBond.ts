import { expect } from "chai";
import { network } from "hardhat";

import { usdc } from "../../fixtures/market.ts";
import { Activity } from "../../../deploy/sdk/codes/enums.ts";
import { LEAD_CLASS, SOON, vaultFixture } from "../../fixtures/vault.ts";

const connection = await network.create();
const { networkHelpers, viem } = connection;

async function deployVault() {
  return vaultFixture(connection);
}

const setUp = () => networkHelpers.loadFixture(deployVault);

describe("PersonalEscrowVault.lockBidBond", () => {
  describe("given a caller that is not the auction house", () => {
    it("reverts with the caller", async () => {
      const { vault, alice, deposit } = await setUp();
      const { account } = alice;
      await deposit(alice, usdc(10));
      await viem.assertions.revertWithCustomErrorWithArgs(
        vault.write.lockBidBond([account.address, 1n, LEAD_CLASS, SOON], { account }),
        vault,
        "PersonalEscrowVault_UnauthorizedCaller",
        [account.address],
      );
    });
  });

  describe("given a bidder with a delivery key", () => {
    it("should lock the bond", async () => {
      const { vault, alice, byHouse, registerKey, deposit, balanceOf } = await setUp();
      const { address } = alice.account;
      await registerKey(alice);
      await deposit(alice, usdc(10));
      await vault.write.lockBidBond([address, usdc(10), LEAD_CLASS, SOON], byHouse);
      expect(await balanceOf(alice)).to.deep.include({ free: 0n, locked: usdc(10) });
      expect(await vault.read.liabilities()).to.equal(usdc(10));
    });

    describe("when the bond is above the free balance", () => {
      it("reverts with both", async () => {
        const { vault, alice, byHouse, registerKey, deposit } = await setUp();
        const { address } = alice.account;
        await registerKey(alice);
        await deposit(alice, usdc(3));
        await viem.assertions.revertWithCustomErrorWithArgs(
          vault.write.lockBidBond([address, usdc(4), LEAD_CLASS, SOON], byHouse),
          vault,
          "PersonalEscrowVault_InsufficientFree",
          [address, usdc(3), usdc(4)],
        );
      });
    });
  });

  describe("given a bidder whose pass ends before it has to be cleared", () => {
    /** Alice with a delivery key, 10 USDC and a pass that ends at `SOON`. */
    async function withShortPass(leadClass: number) {
      const m = await setUp();
      const { vault, alice, gate, registerKey, deposit } = m;
      const { address } = alice.account;
      await registerKey(alice);
      await deposit(alice, usdc(10));
      await vault.write.forgetPasses([address], { account: gate.account });
      await vault.write.rememberPass([address, Activity.Receive, leadClass, SOON], {
        account: gate.account,
      });
      return { ...m, address };
    }

    for (const leadClass of [LEAD_CLASS, 40]) {
      it(`should take the pass for as long as it lasts: class ${leadClass}`, async () => {
        const { vault, address, alice, byHouse, balanceOf } = await withShortPass(leadClass);
        await vault.write.lockBidBond([address, usdc(1), leadClass, SOON], byHouse);
        expect((await balanceOf(alice)).locked).to.equal(usdc(1));
      });

      it(`should ask the gate, which does not answer here: class ${leadClass}`, async () => {
        const { vault, address, byHouse } = await withShortPass(leadClass);
        await viem.assertions.revert(
          vault.write.lockBidBond([address, usdc(1), leadClass, SOON + 1], byHouse),
        );
      });

      it(`should ask the gate once the pass has ended: class ${leadClass}`, async () => {
        const { vault, address, byHouse } = await withShortPass(leadClass);
        await networkHelpers.time.increaseTo(SOON);
        await viem.assertions.revert(
          vault.write.lockBidBond([address, usdc(1), leadClass, SOON], byHouse),
        );
      });
    }
  });

  describe("given a bidder without a delivery key", () => {
    it("reverts with the bidder", async () => {
      const { vault, alice, byHouse, deposit } = await setUp();
      const { address } = alice.account;
      await deposit(alice, usdc(10));
      await viem.assertions.revertWithCustomErrorWithArgs(
        vault.write.lockBidBond([address, usdc(4), LEAD_CLASS, SOON], byHouse),
        vault,
        "PersonalEscrowVault_NoDeliveryKey",
        [address],
      );
    });
  });

  describe("given a paused vault", () => {
    it("reverts", async () => {
      const { vault, alice, byHouse, registerKey, deposit } = await setUp();
      await registerKey(alice);
      await deposit(alice, usdc(10));
      await vault.write.pause();
      await viem.assertions.revertWithCustomErrorWithArgs(
        vault.write.lockBidBond([alice.account.address, 1n, LEAD_CLASS, SOON], byHouse),
        vault,
        "PersonalEscrowVault_Paused",
        [],
      );
    });
  });

  describe("given a vault whose last proof of reserves failed", () => {
    it("reverts with the liabilities", async () => {
      const { vault, alice, byHouse, registerKey, deposit, drain } = await setUp();
      await registerKey(alice);
      await deposit(alice, usdc(10));
      await drain(1n);
      await vault.write.proveReserves();
      await viem.assertions.revertWithCustomErrorWithArgs(
        vault.write.lockBidBond([alice.account.address, 1n, LEAD_CLASS, SOON], byHouse),
        vault,
        "PersonalEscrowVault_Insolvent",
        [usdc(10)],
      );
    });
  });
});
