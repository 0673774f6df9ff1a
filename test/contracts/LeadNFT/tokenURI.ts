import { expect } from "chai";

import { uriOf } from "../../../deploy/sdk/crypto/cid.ts";
import { leadNft, viem } from "../../fixtures/leadNft.ts";

describe("LeadNFT.tokenURI", () => {
  describe("given a lead that does not exist", () => {
    it("reverts", async () => {
      const { nft } = await leadNft();
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.read.tokenURI([1n]),
        nft,
        "ERC721NonexistentToken",
        [1n],
      );
    });
  });

  describe("given a lead", () => {
    const digests = ["00".repeat(31) + "01", "ff".repeat(32), "0123456789abcdef".repeat(4)];
    for (const digest of digests) {
      it(`should be the IPFS address of ${digest}`, async () => {
        const { nft, mint } = await leadNft();
        const contentHash = `0x${digest}` as const;
        await mint({ contentHash });
        expect(await nft.read.tokenURI([1n])).to.equal(uriOf(contentHash));
      });
    }

    it("should match the address that IPFS gives to a known block", async () => {
      const { nft, mint } = await leadNft();
      const contentHash = "0xb94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";
      await mint({ contentHash });
      expect(await nft.read.tokenURI([1n])).to.equal(
        "ipfs://bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e",
      );
    });
  });

  describe("given an erased lead", () => {
    it("should be empty", async () => {
      const { nft, seller, mint } = await leadNft();
      await mint();
      await nft.write.erase([1n], { account: seller.account });
      expect(await nft.read.tokenURI([1n])).to.equal("");
    });
  });
});
