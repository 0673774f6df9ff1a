import { expect } from "chai";
import { network } from "hardhat";

import { hashTypedData, zeroAddress } from "viem";

import { usdc } from "../../fixtures/market.ts";
import { vaultFixture } from "../../fixtures/vault.ts";

const connection = await network.create();
const { networkHelpers } = connection;

async function deployVault() {
  return vaultFixture(connection);
}

const setUp = () => networkHelpers.loadFixture(deployVault);

describe("PersonalEscrowVault.freeOf and lockedOf", () => {
  describe("given an account that never deposited", () => {
    it("should be zero", async () => {
      const { vault } = await setUp();
      expect(await vault.read.freeOf([zeroAddress])).to.equal(0n);
      expect(await vault.read.lockedOf([zeroAddress])).to.equal(0n);
    });
  });

  describe("given free and locked money", () => {
    it("should tell them apart", async () => {
      const { vault, alice, lock, deposit } = await setUp();
      const { address } = alice.account;
      await lock(alice, usdc(4));
      await deposit(alice, usdc(6));
      expect(await vault.read.freeOf([address])).to.equal(usdc(6));
      expect(await vault.read.lockedOf([address])).to.equal(usdc(4));
    });
  });
});

describe("PersonalEscrowVault.liabilities", () => {
  it("should be the sum of all balances, donations apart", async () => {
    const { vault, token, alice, bob, lock, deposit } = await setUp();
    await lock(alice, usdc(4));
    await deposit(bob, usdc(6));
    await token.write.mint([vault.address, usdc(90)]);
    expect(await vault.read.liabilities()).to.equal(usdc(10));
  });
});

describe("PersonalEscrowVault.usdc", () => {
  it("should be the token", async () => {
    const { vault, token } = await setUp();
    expect((await vault.read.usdc()).toLowerCase()).to.equal(token.address);
  });
});

describe("PersonalEscrowVault.possessionDigest", () => {
  it("should be the EIP-712 hash that the delivery key signs", async () => {
    const { vault, alice, chainId } = await setUp();
    const [account, key] = [alice.account.address, { x: 1n, y: 2n }];
    expect(await vault.read.possessionDigest([account, key])).to.equal(
      hashTypedData({
        domain: {
          name: "Lead Engine Vault",
          version: "1",
          chainId,
          verifyingContract: vault.address,
        },
        types: {
          DeliveryKey: [
            { name: "account", type: "address" },
            { name: "x", type: "uint256" },
            { name: "y", type: "uint256" },
          ],
        },
        primaryType: "DeliveryKey",
        message: { account, ...key },
      }),
    );
  });
});
