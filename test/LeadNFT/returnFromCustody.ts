import { expect } from "chai";

import { leadNft, viem } from "../fixtures/leadNft.ts";

describe("LeadNFT.returnFromCustody", () => {
  describe("given a caller other than the house", () => {
    it("reverts", async () => {
      const { nft, seller, house, mintTo } = await leadNft();
      await mintTo(house);
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.returnFromCustody([1n], { account: seller.account }),
        nft,
        "LeadNFT_UnauthorizedCaller",
        [seller.account.address],
      );
    });
  });

  describe("given a lead in custody", () => {
    it("should move the title to its seller and return the seller", async () => {
      const { nft, seller, house, mintTo } = await leadNft();
      await mintTo(house);
      const { result } = await nft.simulate.returnFromCustody([1n], {
        account: house.account.address,
      });
      expect(result).to.equal(seller.account.address);
      await viem.assertions.emitWithArgs(
        nft.write.returnFromCustody([1n], { account: house.account }),
        nft,
        "Transfer",
        [house.account.address, seller.account.address, 1n],
      );
    });
  });

  describe("given a lead that is not in custody", () => {
    it("reverts", async () => {
      const { nft, seller, house, buyer, mintTo } = await leadNft();
      await mintTo(buyer);
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.returnFromCustody([1n], { account: house.account }),
        nft,
        "ERC721IncorrectOwner",
        [house.account.address, 1n, buyer.account.address],
      );
      expect(await nft.read.ownerOf([1n])).not.to.equal(seller.account.address);
    });
  });
});
