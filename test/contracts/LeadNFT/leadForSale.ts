import { expect } from "chai";

import { leadNft, viem } from "../../fixtures/leadNft.ts";

describe("LeadNFT.leadForSale", () => {
  describe("given a lead that does not exist", () => {
    it("reverts", async () => {
      const { nft, seller } = await leadNft();
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.read.leadForSale([1n, seller.account.address]),
        nft,
        "ERC721NonexistentToken",
        [1n],
      );
    });
  });

  describe("given the seller's own lead", () => {
    it("should return the record and leave the title where it is", async () => {
      const { nft, seller, mint } = await leadNft();
      await mint();
      const { address } = seller.account;
      expect(await nft.read.leadForSale([1n, address])).to.deep.equal(await nft.read.leadOf([1n]));
      expect(await nft.read.ownerOf([1n])).to.equal(address);
    });
  });

  describe("given an erased lead", () => {
    it("reverts", async () => {
      const { nft, seller, mint } = await leadNft();
      await mint();
      await nft.write.erase([1n], { account: seller.account });
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.read.leadForSale([1n, seller.account.address]),
        nft,
        "LeadNFT_Erased",
        [1n],
      );
    });
  });

  describe("given another account's lead", () => {
    it("reverts", async () => {
      const { nft, seller, stranger, mint } = await leadNft();
      await mint();
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.read.leadForSale([1n, stranger.account.address]),
        nft,
        "LeadNFT_NotSellersLead",
        [1n, seller.account.address, seller.account.address],
      );
    });
  });

  describe("given a lead that was sold", () => {
    for (const who of ["buyer", "seller"] as const) {
      it(`reverts for the ${who}`, async () => {
        const { nft, sell, ...wallets } = await leadNft();
        await sell();
        await viem.assertions.revertWithCustomErrorWithArgs(
          nft.read.leadForSale([1n, wallets[who].account.address]),
          nft,
          "LeadNFT_NotSellersLead",
          [1n, wallets.buyer.account.address, wallets.seller.account.address],
        );
      });
    }
  });
});
