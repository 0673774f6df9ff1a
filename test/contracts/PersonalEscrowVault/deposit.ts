import { expect } from "chai";
import { network } from "hardhat";

import { usdc } from "../../fixtures/market.ts";
import { FUNDS, vaultFixture } from "../../fixtures/vault.ts";

const connection = await network.create();
const { networkHelpers, viem } = connection;

async function deployVault() {
  return vaultFixture(connection);
}

const setUp = () => networkHelpers.loadFixture(deployVault);

describe("PersonalEscrowVault.deposit", () => {
  describe("given a vault that is open", () => {
    describe("when the allowance covers the amount", () => {
      it("should credit the caller and say so", async () => {
        const { vault, token, alice, balanceOf } = await setUp();
        const { account } = alice;
        await viem.assertions.emitWithArgs(
          vault.write.deposit([usdc(100)], { account }),
          vault,
          "Deposited",
          [account.address, account.address, usdc(100)],
        );
        expect(await balanceOf(alice)).to.deep.equal({
          free: usdc(100),
          locked: 0n,
          wallet: FUNDS - usdc(100),
        });
        expect(await vault.read.liabilities()).to.equal(usdc(100));
        expect(await token.read.balanceOf([vault.address])).to.equal(usdc(100));
      });

      it("should add to what is there", async () => {
        const { vault, alice, bob, deposit, balanceOf } = await setUp();
        await deposit(alice, usdc(100));
        await deposit(bob, usdc(50));
        await deposit(alice, 1n);
        expect((await balanceOf(alice)).free).to.equal(usdc(100) + 1n);
        expect((await balanceOf(bob)).free).to.equal(usdc(50));
        expect(await vault.read.liabilities()).to.equal(usdc(150) + 1n);
      });
    });

    describe("when the amount is zero", () => {
      it("reverts", async () => {
        const { vault, alice } = await setUp();
        await viem.assertions.revertWithCustomErrorWithArgs(
          vault.write.deposit([0n], { account: alice.account }),
          vault,
          "PersonalEscrowVault_ZeroAmount",
          [],
        );
      });
    });

    describe("when the allowance is too low", () => {
      it("reverts with USDC's error and credits nothing", async () => {
        const { vault, token, alice } = await setUp();
        const { account } = alice;
        await token.write.approve([vault.address, 99n], { account });
        await viem.assertions.revertWithCustomErrorWithArgs(
          vault.write.deposit([100n], { account }),
          token,
          "ERC20InsufficientAllowance",
          [vault.address, 99n, 100n],
        );
        expect(await vault.read.liabilities()).to.equal(0n);
      });
    });

    describe("when the caller has too little USDC", () => {
      it("reverts with USDC's error", async () => {
        const { vault, token, alice } = await setUp();
        const { account } = alice;
        await viem.assertions.revertWithCustomErrorWithArgs(
          vault.write.deposit([FUNDS + 1n], { account }),
          token,
          "ERC20InsufficientBalance",
          [account.address, FUNDS, FUNDS + 1n],
        );
      });
    });

    describe("when the amount exceeds what an account can hold", () => {
      it("reverts instead of cutting bits off", async () => {
        const { vault, token, alice } = await setUp();
        const { account } = alice;
        const amount = 2n ** 64n;
        await token.write.mint([account.address, amount]);
        await viem.assertions.revertWithCustomErrorWithArgs(
          vault.write.deposit([amount], { account }),
          vault,
          "SafeCastOverflowedUintDowncast",
          [64, amount],
        );
      });

      it("reverts when all accounts together would hold more than one can", async () => {
        const { vault, token, alice, bob } = await setUp();
        const amount = 2n ** 63n;
        for (const { account } of [alice, bob]) await token.write.mint([account.address, amount]);
        await vault.write.deposit([amount], { account: alice.account });
        await viem.assertions.revert(vault.write.deposit([amount], { account: bob.account }));
      });
    });

    describe("when the caller is on USDC's blacklist", () => {
      it("reverts with USDC's error", async () => {
        const { vault, token, alice } = await setUp();
        const { account } = alice;
        await token.write.blacklist([account.address]);
        await viem.assertions.revertWithCustomErrorWithArgs(
          vault.write.deposit([1n], { account }),
          token,
          "TestUSDC_Blacklisted",
          [account.address],
        );
      });
    });
  });

  describe("given a paused vault", () => {
    describe("when the caller has nothing locked", () => {
      it("reverts", async () => {
        const { vault, alice, deposit } = await setUp();
        await deposit(alice, usdc(1));
        await vault.write.pause();
        await viem.assertions.revertWithCustomErrorWithArgs(
          vault.write.deposit([1n], { account: alice.account }),
          vault,
          "PersonalEscrowVault_Paused",
          [],
        );
      });
    });

    describe("when the caller has money locked", () => {
      it("should let it cover the bid that it has to reveal", async () => {
        const { vault, alice, lock, deposit, balanceOf } = await setUp();
        await lock(alice, usdc(1));
        await vault.write.pause();
        await deposit(alice, usdc(99));
        expect(await balanceOf(alice)).to.deep.include({ free: usdc(99), locked: usdc(1) });
      });
    });
  });

  describe("given a vault that holds less than it owes", () => {
    describe("when nobody has proved it yet", () => {
      it("reverts with the liabilities all the same", async () => {
        const { vault, alice, deposit, drain } = await setUp();
        await deposit(alice, usdc(120));
        await drain(1n);
        await expectInsolvent(vault.write.deposit([usdc(1)], { account: alice.account }), vault);
      });
    });

    describe("when the money is back but the last proof failed", () => {
      it("reverts until the next proof", async () => {
        const { vault, token, alice, deposit, drain, balanceOf } = await setUp();
        await deposit(alice, usdc(120));
        await drain(1n);
        await vault.write.proveReserves();
        await token.write.mint([vault.address, 1n]);
        await expectInsolvent(vault.write.deposit([usdc(1)], { account: alice.account }), vault);
        await vault.write.proveReserves();
        await deposit(alice, usdc(1));
        expect((await balanceOf(alice)).free).to.equal(usdc(121));
      });
    });

    describe("when the caller has money locked", () => {
      it("should let it cover the bid that it has to reveal, proved or not, paused too", async () => {
        const { vault, alice, bob, lock, deposit, drain, balanceOf } = await setUp();
        await lock(alice, usdc(1));
        await deposit(bob, usdc(119));
        await drain(1n);
        await deposit(alice, usdc(9));
        await vault.write.proveReserves();
        await deposit(alice, usdc(90));
        await vault.write.pause();
        await deposit(alice, usdc(900));
        expect(await balanceOf(alice)).to.deep.include({ free: usdc(999), locked: usdc(1) });
      });
    });
  });

  type Vault = Awaited<ReturnType<typeof deployVault>>["vault"];

  async function expectInsolvent(attempt: Promise<`0x${string}`>, vault: Vault): Promise<void> {
    await viem.assertions.revertWithCustomErrorWithArgs(
      attempt,
      vault,
      "PersonalEscrowVault_Insolvent",
      [usdc(120)],
    );
  }
});
