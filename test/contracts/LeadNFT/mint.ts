import { expect } from "chai";
import { getAddress, zeroAddress } from "viem";

import { capsuleHash } from "../../../deploy/sdk/crypto/capsule.ts";
import { ORDER } from "../../../deploy/sdk/crypto/scalar.ts";
import { leadNft, viem } from "../../fixtures/leadNft.ts";

const ZERO_HASH = `0x${"00".repeat(32)}` as const;

describe("LeadNFT.mint", () => {
  describe("given a caller other than the verifier", () => {
    it("reverts", async () => {
      const { nft, house, lead, capsule } = await leadNft();
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.mint([lead, capsule], { account: house }),
        nft,
        "LeadNFT_UnauthorizedCaller",
        [getAddress(house)],
      );
    });
  });

  describe("given the verifier", () => {
    it("should mint ids from 1 in sequence", async () => {
      const { nft, mint } = await leadNft();
      await mint();
      await mint();
      expect(await nft.read.leadOf([2n])).to.deep.equal(await nft.read.leadOf([1n]));
    });

    it("should mint to the lead's seller", async () => {
      const { nft, seller, mint } = await leadNft();
      const { address } = seller.account;
      await viem.assertions.emitWithArgs(mint(), nft, "Transfer", [zeroAddress, address, 1n]);
      expect(await nft.read.ownerOf([1n])).to.equal(address);
      expect(await nft.read.balanceOf([address])).to.equal(1n);
    });

    it("should keep the record with the capsule's hash", async () => {
      const { nft, mint, lead, capsule } = await leadNft();
      await mint();
      const expected = { ...lead, capsuleHash: capsuleHash(capsule) };
      expect(await nft.read.leadOf([1n])).to.deep.equal(expected);
    });

    it("should emit all of it", async () => {
      const { nft, lead, capsule, mint } = await leadNft();
      await viem.assertions.emitWithArgs(mint(), nft, "LeadMinted", [
        1n,
        lead.seller,
        lead.vertical,
        lead.region,
        lead.leadClass,
        lead.score,
        lead.expiresAt,
        lead.contentHash,
        capsule,
      ]);
    });
  });

  describe("when the content hash is zero", () => {
    it("reverts", async () => {
      const { nft, mint } = await leadNft();
      await viem.assertions.revertWithCustomErrorWithArgs(
        mint({ contentHash: ZERO_HASH }),
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
          const { nft, verifier, lead, capsule } = await leadNft();
          await viem.assertions.revertWithCustomErrorWithArgs(
            nft.write.mint([lead, { ...capsule, [name]: point }], { account: verifier }),
            nft,
            "LeadNFT_InvalidCapsulePoint",
            [BigInt(index)],
          );
        });
      }
    }
  });
});
