import { expect } from "chai";
import { network } from "hardhat";

import { stringToHex, type Hex } from "viem";

import type { Wallet } from "../../fixtures/accountsByName.ts";
import { usdc } from "../../fixtures/market.ts";
import { signAuthorization, type Authorization } from "../../fixtures/usdcSignatures.ts";
import { FUNDS, vaultFixture } from "../../fixtures/vault.ts";

const AMOUNT = usdc(100);
const NONCE = stringToHex("nonce", { size: 32 });

const connection = await network.create();
const { networkHelpers, viem } = connection;

/** The vault, an authorization of Alice's USDC to it for an hour, and how to sign and use such. */
async function deployVault() {
  const fixture = await vaultFixture(connection);
  const { vault, token, alice, stranger, chainId } = fixture;
  const now = BigInt(await networkHelpers.time.latest());
  const authorization: Authorization = {
    to: vault.address,
    value: AMOUNT,
    validAfter: now - 1n,
    validBefore: now + 3_600n,
    nonce: NONCE,
  };
  const signBy = (signer: Wallet, changes: Partial<Authorization> = {}) =>
    signAuthorization(
      signer,
      { chainId, address: token.address },
      { ...authorization, ...changes },
    );
  /** A stranger sends Alice's authorization. */
  const use = (signature: Hex, changes: Partial<Authorization> = {}) => {
    const { value, validAfter, validBefore, nonce } = { ...authorization, ...changes };
    return vault.write.depositWithAuthorization(
      [alice.account.address, value, validAfter, validBefore, nonce, signature],
      { account: stranger.account },
    );
  };
  return { ...fixture, now, signBy, use };
}

const setUp = () => networkHelpers.loadFixture(deployVault);

describe("PersonalEscrowVault.depositWithAuthorization", () => {
  describe("given an account's authorization", () => {
    describe("when anyone carries it", () => {
      it("should take and credit its signer's USDC", async () => {
        const { vault, token, alice, stranger, signBy, use, balanceOf } = await setUp();
        const { address } = alice.account;
        await viem.assertions.emitWithArgs(use(await signBy(alice)), vault, "Deposited", [
          address,
          address,
          AMOUNT,
        ]);
        expect(await balanceOf(alice)).to.deep.equal({
          free: AMOUNT,
          locked: 0n,
          wallet: FUNDS - AMOUNT,
        });
        expect((await balanceOf(stranger)).free).to.equal(0n);
        expect(await vault.read.liabilities()).to.equal(AMOUNT);
        expect(await token.read.authorizationState([address, NONCE])).to.equal(true);
      });
    });

    describe("when it is used a second time", () => {
      it("reverts with USDC's error and credits nothing", async () => {
        const { token, alice, signBy, use, balanceOf } = await setUp();
        const signature = await signBy(alice);
        await use(signature);
        await viem.assertions.revertWithCustomErrorWithArgs(
          use(signature),
          token,
          "TestUSDC_AuthorizationUsedOrCanceled",
          [alice.account.address, NONCE],
        );
        expect((await balanceOf(alice)).free).to.equal(AMOUNT);
      });
    });

    describe("when somebody takes it to USDC itself", () => {
      it("reverts, for only the vault may use it", async () => {
        const { vault, token, alice, stranger, now, signBy } = await setUp();
        const signature = await signBy(alice);
        const { address } = alice.account;
        await viem.assertions.revertWithCustomErrorWithArgs(
          token.write.receiveWithAuthorization(
            [address, vault.address, AMOUNT, now - 1n, now + 3_600n, NONCE, signature],
            { account: stranger.account },
          ),
          token,
          "TestUSDC_CallerNotPayee",
          [stranger.account.address, vault.address],
        );
      });
    });

    describe("when it is for another payee, amount, time or nonce, or by another account", () => {
      it("reverts with USDC's error", async () => {
        const { token, alice, bob, now, signBy, use } = await setUp();
        const signatures = [
          await signBy(alice, { to: bob.account.address }),
          await signBy(alice, { value: AMOUNT - 1n }),
          await signBy(alice, { validAfter: 0n }),
          await signBy(alice, { validBefore: now + 7_200n }),
          await signBy(alice, { nonce: stringToHex("other", { size: 32 }) }),
          await signBy(bob),
          "0x" as const,
        ];
        for (const signature of signatures) {
          await viem.assertions.revertWithCustomErrorWithArgs(
            use(signature),
            token,
            "TestUSDC_InvalidSignature",
            [alice.account.address],
          );
        }
      });
    });

    describe("when it is not valid yet, or no more", () => {
      it("reverts with USDC's error", async () => {
        const { token, alice, now, signBy, use } = await setUp();
        for (const changes of [{ validAfter: now + 3_000n }, { validBefore: now }]) {
          const signature = await signBy(alice, changes);
          const { validAfter, validBefore } = {
            validAfter: now - 1n,
            validBefore: now + 3_600n,
            ...changes,
          };
          await viem.assertions.revertWithCustomErrorWithArgs(
            use(signature, changes),
            token,
            "TestUSDC_AuthorizationNotValidNow",
            [validAfter, validBefore],
          );
        }
      });
    });

    describe("when the amount is zero", () => {
      it("reverts", async () => {
        const { vault, alice, signBy, use } = await setUp();
        await viem.assertions.revertWithCustomErrorWithArgs(
          use(await signBy(alice, { value: 0n }), { value: 0n }),
          vault,
          "PersonalEscrowVault_ZeroAmount",
          [],
        );
      });
    });

    describe("when the vault is paused", () => {
      it("reverts and leaves the authorization unused", async () => {
        const { vault, token, alice, signBy, use } = await setUp();
        await vault.write.pause();
        await viem.assertions.revertWithCustomErrorWithArgs(
          use(await signBy(alice)),
          vault,
          "PersonalEscrowVault_Paused",
          [],
        );
        const state = await token.read.authorizationState([alice.account.address, NONCE]);
        expect(state).to.equal(false);
      });

      it("should still credit an account that has money locked", async () => {
        const { vault, alice, lock, signBy, use, balanceOf } = await setUp();
        await lock(alice, usdc(1));
        await vault.write.pause();
        await use(await signBy(alice));
        expect(await balanceOf(alice)).to.deep.include({ free: AMOUNT, locked: usdc(1) });
      });
    });

    describe("when the vault holds less than it owes", () => {
      it("reverts with the liabilities", async () => {
        const { vault, alice, bob, deposit, drain, signBy, use } = await setUp();
        await deposit(bob, usdc(10));
        await drain(1n);
        await viem.assertions.revertWithCustomErrorWithArgs(
          use(await signBy(alice)),
          vault,
          "PersonalEscrowVault_Insolvent",
          [usdc(10)],
        );
      });
    });
  });
});
