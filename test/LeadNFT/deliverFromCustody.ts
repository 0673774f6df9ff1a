import { expect } from "chai";

import { capsuleHash, createCapsule, openCapsule } from "../../tasks/crypto/capsule.ts";
import { proveReEncryption } from "../../tasks/crypto/reencryption.ts";
import { leadNft, viem } from "../fixtures/leadNft.ts";

const ROUND = 3;

/** A lead in custody, sold to the buyer in round 3. */
async function sold() {
  const context = await leadNft();
  const { nft, house, buyer, capsule, keys, mintTo, reEncrypt } = context;
  await mintTo(house);
  const proof = await reEncrypt(buyer.account.address, keys.buyer, ROUND);
  const args = [1n, ROUND, buyer.account.address, capsule, proof] as const;
  const deliver = (changed: Partial<Record<0 | 1 | 2 | 3 | 4, unknown>> = {}) =>
    nft.write.deliverFromCustody(Object.assign([...args], changed) as unknown as typeof args, {
      account: house.account,
    });
  return { ...context, proof, args, deliver };
}

describe("LeadNFT.deliverFromCustody", () => {
  describe("given a caller other than the house", () => {
    it("reverts", async () => {
      const { nft, seller, args } = await sold();
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.deliverFromCustody(args, { account: seller.account }),
        nft,
        "LeadNFT_UnauthorizedCaller",
        [seller.account.address],
      );
    });
  });

  describe("given a valid proof", () => {
    it("should move title and capsule together", async () => {
      const { nft, house, buyer, deliver, proof } = await sold();
      const delivery = deliver();
      await viem.assertions.emitWithArgs(delivery, nft, "LeadDelivered", [
        1n,
        house.account.address,
        buyer.account.address,
        ROUND,
        proof.capsule,
      ]);
      expect(await nft.read.ownerOf([1n])).to.equal(buyer.account.address);
      expect((await nft.read.leadOf([1n])).capsuleHash).to.equal(capsuleHash(proof.capsule));
    });

    it("should return the seller", async () => {
      const { nft, house, seller, args } = await sold();
      const { result } = await nft.simulate.deliverFromCustody(args, {
        account: house.account.address,
      });
      expect(result).to.equal(seller.account.address);
    });

    it("should give the buyer the content key that the seller had", async () => {
      const { capsule, keys, proof } = await sold();
      expect(openCapsule(proof.capsule, keys.buyer.secret)).to.deep.equal(
        openCapsule(capsule, keys.seller.secret),
      );
    });
  });

  describe("when the current capsule is not the one on record", () => {
    it("reverts", async () => {
      const { nft, capsule, keys, random, deliver } = await sold();
      const other = createCapsule(keys.buyer.publicKey, keys.seller.publicKey, random);
      await viem.assertions.revertWithCustomErrorWithArgs(
        deliver({ 3: other }),
        nft,
        "LeadNFT_CapsuleMismatch",
        [1n, capsuleHash(capsule), capsuleHash(other)],
      );
    });
  });

  describe("when the new capsule is encrypted to another key than the receiver's", () => {
    it("reverts", async () => {
      const { nft, vault, buyer, stranger, keys, reEncrypt, deliver } = await sold();
      const proof = await reEncrypt(buyer.account.address, keys.stranger, ROUND);
      const registered = await vault.read.deliveryKeyHashOf([buyer.account.address]);
      const given = await vault.read.deliveryKeyHashOf([stranger.account.address]);
      await viem.assertions.revertWithCustomErrorWithArgs(
        deliver({ 4: proof }),
        nft,
        "LeadNFT_DeliveryKeyMismatch",
        [1n, buyer.account.address, registered, given],
      );
    });
  });

  describe("when the proof was made for another round", () => {
    it("reverts", async () => {
      const { nft, args, deliver } = await sold();
      await viem.assertions.revertWithCustomError(
        deliver({ 1: ROUND + 1 }),
        nft,
        "DeliveryProof_ChallengeMismatch",
      );
      expect(await nft.read.ownerOf([args[0]])).not.to.equal(args[2]);
    });
  });

  describe("when the lead was delivered before", () => {
    it("reverts", async () => {
      const { nft, capsule, proof, deliver } = await sold();
      await deliver();
      await viem.assertions.revertWithCustomErrorWithArgs(
        deliver(),
        nft,
        "LeadNFT_CapsuleMismatch",
        [1n, capsuleHash(proof.capsule), capsuleHash(capsule)],
      );
    });
  });

  describe("given a lead that is not in custody", () => {
    it("reverts", async () => {
      const { nft, house, seller, buyer, capsule, keys, mintTo } = await sold();
      await mintTo(seller);
      const context = await nft.read.deliveryContext([2n, ROUND, buyer.account.address]);
      const secret = keys.seller.secret;
      const proof = proveReEncryption({ capsule, secret, to: keys.buyer.publicKey, context });
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.deliverFromCustody([2n, ROUND, buyer.account.address, capsule, proof], {
          account: house.account,
        }),
        nft,
        "ERC721IncorrectOwner",
        [house.account.address, 2n, seller.account.address],
      );
    });
  });
});
