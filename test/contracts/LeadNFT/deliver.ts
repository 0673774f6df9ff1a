import { expect } from "chai";

import { capsuleHash, createCapsule, openCapsule } from "../../../deploy/sdk/crypto/capsule.ts";
import { EXPIRES_AT, leadNft, networkHelpers, viem } from "../../fixtures/leadNft.ts";

const ROUND = 3;

/** A lead that its seller owns, won by the buyer in round 3. */
async function won() {
  const context = await leadNft();
  const { nft, house, buyer, capsule, keys, mint, reEncrypt } = context;
  await mint();
  const proof = await reEncrypt(buyer.account.address, keys.buyer, ROUND);
  const args = [1n, ROUND, buyer.account.address, capsule, proof] as const;
  const deliver = (changed: Partial<Record<0 | 1 | 2 | 3 | 4, unknown>> = {}) =>
    nft.write.deliver(Object.assign([...args], changed) as unknown as typeof args, {
      account: house,
    });
  return { ...context, proof, args, deliver };
}

describe("LeadNFT.deliver", () => {
  describe("given a caller other than the house", () => {
    it("reverts", async () => {
      const { nft, seller, args } = await won();
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.deliver(args, { account: seller.account }),
        nft,
        "LeadNFT_UnauthorizedCaller",
        [seller.account.address],
      );
    });
  });

  describe("given a valid proof", () => {
    it("should move title and capsule together, from the seller to the buyer", async () => {
      const { nft, seller, buyer, deliver, proof } = await won();
      await viem.assertions.emitWithArgs(deliver(), nft, "LeadDelivered", [
        1n,
        seller.account.address,
        buyer.account.address,
        ROUND,
        proof.capsule,
      ]);
      expect(await nft.read.ownerOf([1n])).to.equal(buyer.account.address);
      expect((await nft.read.leadOf([1n])).capsuleHash).to.equal(capsuleHash(proof.capsule));
    });

    it("should return the seller", async () => {
      const { nft, house, seller, args } = await won();
      const { result } = await nft.simulate.deliver(args, { account: house });
      expect(result).to.equal(seller.account.address);
    });

    it("should give the buyer the content key that the seller had", async () => {
      const { capsule, keys, proof } = await won();
      expect(openCapsule(proof.capsule, keys.buyer.secret)).to.deep.equal(
        openCapsule(capsule, keys.seller.secret),
      );
    });
  });

  describe("when the lead expires", () => {
    it("should deliver in its last second", async () => {
      const { nft, buyer, deliver } = await won();
      await networkHelpers.time.setNextBlockTimestamp(EXPIRES_AT);
      await deliver();
      expect(await nft.read.ownerOf([1n])).to.equal(buyer.account.address);
    });

    it("reverts a second later", async () => {
      const { nft, deliver } = await won();
      await networkHelpers.time.setNextBlockTimestamp(EXPIRES_AT + 1);
      await viem.assertions.revertWithCustomErrorWithArgs(deliver(), nft, "LeadNFT_Expired", [
        1n,
        BigInt(EXPIRES_AT),
      ]);
    });
  });

  describe("given an erased lead", () => {
    it("reverts", async () => {
      const { nft, seller, deliver } = await won();
      await nft.write.erase([1n], { account: seller.account });
      await viem.assertions.revertWithCustomErrorWithArgs(deliver(), nft, "LeadNFT_Erased", [1n]);
    });
  });

  describe("when the current capsule is not the one on record", () => {
    it("reverts", async () => {
      const { nft, capsule, keys, random, deliver } = await won();
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
      const { nft, vault, buyer, stranger, keys, reEncrypt, deliver } = await won();
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
      const { nft, args, deliver } = await won();
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
      const { nft, capsule, proof, deliver } = await won();
      await deliver();
      await viem.assertions.revertWithCustomErrorWithArgs(
        deliver(),
        nft,
        "LeadNFT_CapsuleMismatch",
        [1n, capsuleHash(proof.capsule), capsuleHash(capsule)],
      );
    });

    it("reverts even with a proof of its new owner", async () => {
      const context = await leadNft();
      const { nft, house, seller, buyer, stranger, keys, sell, reEncrypt } = context;
      const capsule = await sell();
      const { address } = stranger.account;
      const from = { capsule, secret: keys.buyer.secret };
      const proof = await reEncrypt(address, keys.stranger, 2, from);
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.deliver([1n, 2, address, capsule, proof], { account: house }),
        nft,
        "ERC721IncorrectOwner",
        [seller.account.address, 1n, buyer.account.address],
      );
    });
  });
});
