import { expect } from "chai";

import { leadNft, viem } from "../fixtures/leadNft.ts";

describe("LeadNFT.takeIntoCustody", () => {
  describe("given a caller other than the house", () => {
    it("reverts", async () => {
      const { nft, seller, mintTo } = await leadNft();
      await mintTo(seller);
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.takeIntoCustody([1n, seller.account.address], { account: seller.account }),
        nft,
        "LeadNFT_UnauthorizedCaller",
        [seller.account.address],
      );
    });
  });

  describe("given a lead that does not exist", () => {
    it("reverts", async () => {
      const { nft, house, seller } = await leadNft();
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.takeIntoCustody([1n, seller.account.address], { account: house.account }),
        nft,
        "ERC721NonexistentToken",
        [1n],
      );
    });
  });

  describe("given the seller's own lead", () => {
    it("should move the title to the house and return the record", async () => {
      const { nft, house, seller, mintTo } = await leadNft();
      await mintTo(seller);
      const args = [1n, seller.account.address] as const;
      const { result } = await nft.simulate.takeIntoCustody(args, {
        account: house.account.address,
      });
      expect(result).to.deep.equal(await nft.read.leadOf([1n]));
      await viem.assertions.emitWithArgs(
        nft.write.takeIntoCustody(args, { account: house.account }),
        nft,
        "Transfer",
        [seller.account.address, house.account.address, 1n],
      );
    });
  });

  describe("given an erased lead", () => {
    it("reverts", async () => {
      const { nft, house, seller, mintTo } = await leadNft();
      await mintTo(seller);
      await nft.write.erase([1n], { account: seller.account });
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.takeIntoCustody([1n, seller.account.address], { account: house.account }),
        nft,
        "LeadNFT_Erased",
        [1n],
      );
    });
  });

  describe("given a lead that was sold", () => {
    it("reverts for the buyer, who is not its seller", async () => {
      const { nft, house, seller, buyer, mintTo } = await leadNft();
      await mintTo(buyer);
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.takeIntoCustody([1n, buyer.account.address], { account: house.account }),
        nft,
        "LeadNFT_NotSellersLead",
        [1n, buyer.account.address, seller.account.address],
      );
    });

    it("reverts for the seller, who does not own it any more", async () => {
      const { nft, house, seller, buyer, mintTo } = await leadNft();
      await mintTo(buyer);
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.takeIntoCustody([1n, seller.account.address], { account: house.account }),
        nft,
        "LeadNFT_NotSellersLead",
        [1n, buyer.account.address, seller.account.address],
      );
    });
  });

  describe("given a lead in custody already", () => {
    it("reverts", async () => {
      const { nft, house, seller, mintTo } = await leadNft();
      await mintTo(house);
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.takeIntoCustody([1n, seller.account.address], { account: house.account }),
        nft,
        "LeadNFT_NotSellersLead",
        [1n, house.account.address, seller.account.address],
      );
    });
  });
});
