import { expect } from "chai";
import { zeroAddress } from "viem";

import { capsuleHash } from "../../tasks/crypto/capsule.ts";
import { ORDER } from "../../tasks/crypto/scalar.ts";
import { leadNft, viem } from "../fixtures/leadNft.ts";

const ZERO_HASH = `0x${"00".repeat(32)}` as const;

describe("LeadNFT.mint", () => {
  describe("given a caller other than the verifier", () => {
    it("reverts", async () => {
      const { nft, house, seller, lead, capsule } = await leadNft();
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.mint([seller.account.address, lead, capsule], { account: house.account }),
        nft,
        "LeadNFT_UnauthorizedCaller",
        [house.account.address],
      );
    });
  });

  describe("given the verifier", () => {
    it("should mint ids from 1 in sequence", async () => {
      const { nft, house, seller, mintTo } = await leadNft();
      await mintTo(seller);
      await mintTo(house);
      expect(await nft.read.ownerOf([1n])).to.equal(seller.account.address);
      expect(await nft.read.ownerOf([2n])).to.equal(house.account.address);
    });

    it("should count a lead that is minted into custody among the house's", async () => {
      const { nft, house, buyer, seller, mintTo } = await leadNft();
      await viem.assertions.emitWithArgs(mintTo(house), nft, "Transfer", [
        zeroAddress,
        house.account.address,
        1n,
      ]);
      expect(await nft.read.balanceOf([house.account.address])).to.equal(1n);
      await nft.write.returnFromCustody([1n], { account: house.account });
      expect(await nft.read.balanceOf([house.account.address])).to.equal(0n);
      expect(await nft.read.balanceOf([seller.account.address])).to.equal(1n);
      expect(await nft.read.balanceOf([buyer.account.address])).to.equal(0n);
    });

    it("should keep the record with the capsule's hash", async () => {
      const { nft, seller, mintTo, lead, capsule } = await leadNft();
      await mintTo(seller);
      const expected = { ...lead, capsuleHash: capsuleHash(capsule) };
      expect(await nft.read.leadOf([1n])).to.deep.equal(expected);
    });

    it("should emit all of it", async () => {
      const { nft, seller, verifier, lead, capsule } = await leadNft();
      await viem.assertions.emitWithArgs(
        nft.write.mint([seller.account.address, lead, capsule], { account: verifier.account }),
        nft,
        "LeadMinted",
        [
          1n,
          lead.seller,
          lead.vertical,
          lead.region,
          lead.score,
          lead.expiresAt,
          lead.contentHash,
          capsule,
        ],
      );
    });
  });

  describe("when the content hash is zero", () => {
    it("reverts", async () => {
      const { nft, seller, verifier, lead, capsule } = await leadNft();
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.mint([seller.account.address, { ...lead, contentHash: ZERO_HASH }, capsule], {
          account: verifier.account,
        }),
        nft,
        "LeadNFT_ZeroContentHash",
        [],
      );
    });
  });

  describe("when a point of the capsule is unusable", () => {
    const points = {
      "off the curve": { x: 1n, y: 1n },
      infinity: { x: 0n, y: 0n },
      "not below the group order": { x: ORDER, y: 1n },
    };
    for (const [index, name] of (["a", "b", "p"] as const).entries()) {
      for (const [what, point] of Object.entries(points)) {
        it(`reverts for ${name} ${what}`, async () => {
          const { nft, seller, verifier, lead, capsule } = await leadNft();
          await viem.assertions.revertWithCustomErrorWithArgs(
            nft.write.mint([seller.account.address, lead, { ...capsule, [name]: point }], {
              account: verifier.account,
            }),
            nft,
            "LeadNFT_InvalidCapsulePoint",
            [BigInt(index)],
          );
        });
      }
    }
  });
});
