import { expect } from "chai";
import { network } from "hardhat";

import { encodeAbiParameters, keccak256, numberToHex, zeroHash } from "viem";
import { privateKeyToAddress } from "viem/accounts";

import { POINT_PARAMETER } from "../../../deploy/sdk/crypto/capsule.ts";
import { provePossession } from "../../../deploy/sdk/delivery/deliveryKey.ts";
import { publicKeyOf, type Point } from "../../../deploy/sdk/crypto/point.ts";
import type { Wallet } from "../../fixtures/accountsByName.ts";
import { openMarket, usdc } from "../../fixtures/market.ts";
import { LEAD_CLASS, SOON, vaultFixture } from "../../fixtures/vault.ts";

const KEY = { secret: 5n, publicKey: publicKeyOf(5n) };

const connection = await network.create();
const { networkHelpers, viem } = connection;

/** The vault with `register`, which registers `KEY` for an account. */
async function deployVault() {
  const fixture = await vaultFixture(connection);
  const { vault, chainId } = fixture;
  const register = async ({ account }: Wallet, prover = account.address) => {
    const proof = await provePossession(KEY, prover, { chainId, vault: vault.address });
    return vault.write.registerDeliveryKey([KEY.publicKey, proof], { account });
  };
  return { ...fixture, register };
}

async function market() {
  return openMarket(connection);
}

const setUp = () => networkHelpers.loadFixture(deployVault);
const hashOf = (point: Point) => keccak256(encodeAbiParameters([POINT_PARAMETER], [point]));

describe("PersonalEscrowVault.registerDeliveryKey", () => {
  describe("given an account without locked money", () => {
    it("should store the key, say so and let the account bid", async () => {
      const { vault, alice, byHouse, deposit, register, balanceOf } = await setUp();
      const { address } = alice.account;
      await deposit(alice, usdc(10));
      expect(await vault.read.deliveryKeyHashOf([address])).to.equal(zeroHash);
      await viem.assertions.emitWithArgs(register(alice), vault, "DeliveryKeyRegistered", [
        address,
        KEY.publicKey,
      ]);
      expect(await vault.read.deliveryKeyHashOf([address])).to.equal(hashOf(KEY.publicKey));
      await vault.write.lockBidBond([address, usdc(1), LEAD_CLASS, SOON], byHouse);
      expect(await balanceOf(alice)).to.deep.include({ free: usdc(9), locked: usdc(1) });
    });

    it("should replace an earlier key", async () => {
      const { vault, alice, registerKey, register } = await setUp();
      await registerKey(alice);
      await register(alice);
      const stored = await vault.read.deliveryKeyHashOf([alice.account.address]);
      expect(stored).to.equal(hashOf(KEY.publicKey));
    });

    describe("when the proof is another account's", () => {
      it("reverts", async () => {
        const { vault, alice, bob, register } = await setUp();
        const signer = privateKeyToAddress(numberToHex(KEY.secret, { size: 32 }));
        await viem.assertions.revertWithCustomErrorWithArgs(
          register(alice, bob.account.address),
          vault,
          "DeliveryKeys_InvalidPossessionProof",
          [alice.account.address, signer, (recovered: string) => recovered !== signer],
        );
      });
    });
  });

  describe("given a seller with an open auction and no key yet", () => {
    it("should register its first key and let it bid", async () => {
      const { vault, alice, byHouse, lock, deposit, register, balanceOf } = await setUp();
      const { address } = alice.account;
      await lock(alice, usdc(10));
      await register(alice);
      expect(await vault.read.deliveryKeyHashOf([address])).to.equal(hashOf(KEY.publicKey));
      await deposit(alice, usdc(1));
      await vault.write.lockBidBond([address, usdc(1), LEAD_CLASS, SOON], byHouse);
      expect((await balanceOf(alice)).locked).to.equal(usdc(11));
    });
  });

  describe("given an account with money locked", () => {
    it("should take its present key once more, which changes nothing", async () => {
      const { vault, alice, lock, register } = await setUp();
      await register(alice);
      await lock(alice, usdc(10));
      await register(alice);
      const stored = await vault.read.deliveryKeyHashOf([alice.account.address]);
      expect(stored).to.equal(hashOf(KEY.publicKey));
    });

    it("reverts with the amount and keeps the key until it is free", async () => {
      const { vault, alice, byHouse, registerKey, lock, register } = await setUp();
      const { address } = alice.account;
      const { publicKey } = await registerKey(alice);
      await lock(alice, usdc(10));
      await viem.assertions.revertWithCustomErrorWithArgs(
        register(alice),
        vault,
        "DeliveryKeys_LockedFunds",
        [address, usdc(10)],
      );
      expect(await vault.read.deliveryKeyHashOf([address])).to.equal(hashOf(publicKey));
      await vault.write.unlock([address, usdc(10)], byHouse);
      await register(alice);
      expect(await vault.read.deliveryKeyHashOf([address])).to.equal(hashOf(KEY.publicKey));
    });
  });

  describe("given a bidder of the deployed market", () => {
    describe("when it wins", () => {
      it("reverts: the buyer cannot spoil the seller's proof", async () => {
        const { vault, chainId, bidders, listLead, runBids } =
          await networkHelpers.loadFixture(market);
        const [buyer] = bidders;
        const { leadId } = await listLead();
        await runBids(leadId, [[buyer, usdc(150)]]);
        const reference = { chainId, vault: vault.address };
        const proof = await provePossession(KEY, buyer.address, reference);
        await viem.assertions.revertWithCustomErrorWithArgs(
          vault.write.registerDeliveryKey([KEY.publicKey, proof], {
            account: buyer.wallet.account,
          }),
          vault,
          "DeliveryKeys_LockedFunds",
          [(account: string) => account.toLowerCase() === buyer.address.toLowerCase(), usdc(150)],
        );
      });
    });
  });
});
