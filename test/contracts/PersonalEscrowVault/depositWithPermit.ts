import { expect } from "chai";
import { network } from "hardhat";

import { maxUint256, type Hex } from "viem";

import type { Wallet } from "../../fixtures/accountsByName.ts";
import { usdc } from "../../fixtures/market.ts";
import { signPermit } from "../../fixtures/usdcSignatures.ts";
import { FUNDS, vaultFixture } from "../../fixtures/vault.ts";

const AMOUNT = usdc(100);

const connection = await network.create();
const { networkHelpers, viem } = connection;

/** The vault without any allowance of Alice's. */
async function deployVault() {
  const fixture = await vaultFixture(connection);
  const { vault, token, alice, chainId } = fixture;
  await token.write.approve([vault.address, 0n], { account: alice.account });
  const permit = { spender: vault.address, value: AMOUNT, nonce: 0n, deadline: maxUint256 };
  const signBy = (signer: Wallet, changes: Partial<typeof permit> = {}) =>
    signPermit(signer, { chainId, address: token.address }, { ...permit, ...changes });
  return { ...fixture, signBy };
}

const setUp = () => networkHelpers.loadFixture(deployVault);

describe("PersonalEscrowVault.depositWithPermit", () => {
  describe("given a permit by the caller", () => {
    it("should deposit without an earlier approval", async () => {
      const { vault, token, alice, signBy, balanceOf } = await setUp();
      const { account } = alice;
      const signature = await signBy(alice);
      await viem.assertions.emitWithArgs(
        vault.write.depositWithPermit([AMOUNT, maxUint256, ...signature], { account }),
        vault,
        "Deposited",
        [account.address, account.address, AMOUNT],
      );
      expect(await balanceOf(alice)).to.deep.equal({
        free: AMOUNT,
        locked: 0n,
        wallet: FUNDS - AMOUNT,
      });
      expect(await vault.read.liabilities()).to.equal(AMOUNT);
      expect(await token.read.allowance([account.address, vault.address])).to.equal(0n);
    });

    describe("when somebody has carried it out before", () => {
      it("should deposit from the allowance that it left", async () => {
        const { vault, token, alice, stranger, signBy, balanceOf } = await setUp();
        const { account } = alice;
        const signature = await signBy(alice);
        await token.write.permit(
          [account.address, vault.address, AMOUNT, maxUint256, ...signature],
          { account: stranger.account },
        );
        await vault.write.depositWithPermit([AMOUNT, maxUint256, ...signature], { account });
        expect((await balanceOf(alice)).free).to.equal(AMOUNT);
      });
    });

    describe("when it is used a second time", () => {
      it("reverts for want of an allowance", async () => {
        const fixture = await setUp();
        const { vault, alice, signBy } = fixture;
        const signature = await signBy(alice);
        const call = () =>
          vault.write.depositWithPermit([AMOUNT, maxUint256, ...signature], {
            account: alice.account,
          });
        await call();
        await expectNoAllowance(fixture, call());
      });
    });

    describe("when another account sends it", () => {
      it("reverts and takes nothing from the signer", async () => {
        const fixture = await setUp();
        const { vault, alice, stranger, signBy, balanceOf } = fixture;
        const signature = await signBy(alice);
        await expectNoAllowance(
          fixture,
          vault.write.depositWithPermit([AMOUNT, maxUint256, ...signature], {
            account: stranger.account,
          }),
        );
        expect(await balanceOf(alice)).to.deep.equal({ free: 0n, locked: 0n, wallet: FUNDS });
      });
    });

    describe("when it is for another amount, spender or deadline, or by another account", () => {
      it("reverts for want of an allowance", async () => {
        const fixture = await setUp();
        const { vault, alice, bob, signBy } = fixture;
        const signatures = [
          await signBy(alice, { value: AMOUNT - 1n }),
          await signBy(alice, { spender: bob.account.address }),
          await signBy(alice, { deadline: maxUint256 - 1n }),
          await signBy(bob),
        ];
        for (const signature of signatures) {
          await expectNoAllowance(
            fixture,
            vault.write.depositWithPermit([AMOUNT, maxUint256, ...signature], {
              account: alice.account,
            }),
          );
        }
      });
    });

    describe("when its deadline has passed", () => {
      it("reverts for want of an allowance", async () => {
        const fixture = await setUp();
        const { vault, alice, signBy } = fixture;
        const deadline = BigInt(await networkHelpers.time.latest()) - 1n;
        const signature = await signBy(alice, { deadline });
        await expectNoAllowance(
          fixture,
          vault.write.depositWithPermit([AMOUNT, deadline, ...signature], {
            account: alice.account,
          }),
        );
      });
    });

    describe("when the amount is zero", () => {
      it("reverts", async () => {
        const { vault, alice, signBy } = await setUp();
        const signature = await signBy(alice, { value: 0n });
        await viem.assertions.revertWithCustomErrorWithArgs(
          vault.write.depositWithPermit([0n, maxUint256, ...signature], {
            account: alice.account,
          }),
          vault,
          "PersonalEscrowVault_ZeroAmount",
          [],
        );
      });
    });

    describe("when the vault is paused", () => {
      it("reverts", async () => {
        const { vault, alice, signBy } = await setUp();
        await vault.write.pause();
        await viem.assertions.revertWithCustomErrorWithArgs(
          vault.write.depositWithPermit([AMOUNT, maxUint256, ...(await signBy(alice))], {
            account: alice.account,
          }),
          vault,
          "PersonalEscrowVault_Paused",
          [],
        );
      });
    });

    describe("when the vault holds less than it owes", () => {
      it("reverts with the liabilities", async () => {
        const { vault, alice, bob, deposit, drain, signBy } = await setUp();
        await deposit(bob, usdc(10));
        await drain(1n);
        await viem.assertions.revertWithCustomErrorWithArgs(
          vault.write.depositWithPermit([AMOUNT, maxUint256, ...(await signBy(alice))], {
            account: alice.account,
          }),
          vault,
          "PersonalEscrowVault_Insolvent",
          [usdc(10)],
        );
      });
    });
  });

  async function expectNoAllowance(
    { vault, token }: Awaited<ReturnType<typeof deployVault>>,
    attempt: Promise<Hex>,
  ): Promise<void> {
    await viem.assertions.revertWithCustomErrorWithArgs(
      attempt,
      token,
      "ERC20InsufficientAllowance",
      [vault.address, 0n, AMOUNT],
    );
  }
});
