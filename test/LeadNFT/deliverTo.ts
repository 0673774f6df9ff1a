import { expect } from "chai";

import { Activity } from "../../tasks/compliance/finding.ts";
import { leadNft, viem } from "../fixtures/leadNft.ts";

/** A lead that its seller owns, with a proof for the buyer. */
async function owned() {
  const context = await leadNft();
  const { seller, buyer, capsule, keys, mintTo, reEncrypt } = context;
  await mintTo(seller);
  const proof = await reEncrypt(buyer.account.address, keys.buyer);
  return { ...context, proof, args: [1n, buyer.account.address, capsule, proof] as const };
}

describe("LeadNFT.deliverTo", () => {
  describe("given a lead that does not exist", () => {
    it("reverts", async () => {
      const { nft, buyer, capsule, proof } = await owned();
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.deliverTo([9n, buyer.account.address, capsule, proof]),
        nft,
        "ERC721NonexistentToken",
        [9n],
      );
    });
  });

  describe("given a caller who is neither owner nor operator", () => {
    it("reverts", async () => {
      const { nft, stranger, args } = await owned();
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.deliverTo(args, { account: stranger.account }),
        nft,
        "LeadNFT_NotOwner",
        [1n, stranger.account.address],
      );
    });
  });

  describe("given the owner", () => {
    it("should move title and capsule with round 0", async () => {
      const { nft, seller, buyer, proof, args } = await owned();
      await viem.assertions.emitWithArgs(
        nft.write.deliverTo(args, { account: seller.account }),
        nft,
        "LeadDelivered",
        [1n, seller.account.address, buyer.account.address, 0, proof.capsule],
      );
      expect(await nft.read.ownerOf([1n])).to.equal(buyer.account.address);
    });
  });

  describe("given an account that the owner approved", () => {
    it("should deliver and end the approval", async () => {
      const { nft, seller, stranger, args } = await owned();
      await nft.write.approve([stranger.account.address, 1n], { account: seller.account });
      await nft.write.deliverTo(args, { account: stranger.account });
      expect(await nft.read.getApproved([1n])).to.equal(`0x${"00".repeat(20)}`);
    });
  });

  describe("given a lead in custody", () => {
    it("reverts for its seller", async () => {
      const { nft, house, seller, args } = await owned();
      await nft.write.takeIntoCustody([1n, seller.account.address], { account: house.account });
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.deliverTo(args, { account: seller.account }),
        nft,
        "LeadNFT_NotOwner",
        [1n, seller.account.address],
      );
    });

    it("reverts for the house itself", async () => {
      const { nft, house, seller, args } = await owned();
      await nft.write.takeIntoCustody([1n, seller.account.address], { account: house.account });
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.deliverTo(args, { account: house.account }),
        nft,
        "LeadNFT_NotOwner",
        [1n, house.account.address],
      );
    });
  });

  describe("given an erased lead", () => {
    it("reverts", async () => {
      const { nft, seller, args } = await owned();
      await nft.write.erase([1n], { account: seller.account });
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.deliverTo(args, { account: seller.account }),
        nft,
        "LeadNFT_Erased",
        [1n],
      );
    });
  });

  describe("when the receiver may not have the lead", () => {
    it("reverts with the gate's reason", async () => {
      const { nft, gate, seller, verifier, capsule, proof, lead } = await owned();
      const { address } = verifier.account;
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.deliverTo([1n, address, capsule, proof], { account: seller.account }),
        gate,
        "ComplianceGate_Denied",
        [
          address,
          Activity.Receive,
          lead.vertical,
          lead.region,
          `identity: ${address.toLowerCase()} is not registered`,
        ],
      );
    });
  });

  describe("when the receiver has no delivery key", () => {
    it("reverts", async () => {
      const { nft, vault, seller, admin, buyer, capsule, proof } = await owned();
      const given = await vault.read.deliveryKeyHashOf([buyer.account.address]);
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.deliverTo([1n, admin.account.address, capsule, proof], {
          account: seller.account,
        }),
        nft,
        "LeadNFT_DeliveryKeyMismatch",
        [1n, admin.account.address, `0x${"00".repeat(32)}`, given],
      );
    });
  });

  describe("when the proof was made for an auction round", () => {
    it("reverts", async () => {
      const { nft, seller, buyer, capsule, keys, reEncrypt } = await owned();
      const proof = await reEncrypt(buyer.account.address, keys.buyer, 1);
      await viem.assertions.revertWithCustomError(
        nft.write.deliverTo([1n, buyer.account.address, capsule, proof], {
          account: seller.account,
        }),
        nft,
        "DeliveryProof_ChallengeMismatch",
      );
    });
  });
});
