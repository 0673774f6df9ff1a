import { expect } from "chai";

import { leadNft, viem } from "../fixtures/leadNft.ts";

const ZERO_HASH = `0x${"00".repeat(32)}` as const;

describe("LeadNFT.erase", () => {
  describe("given a lead that does not exist", () => {
    it("reverts", async () => {
      const { nft } = await leadNft();
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.erase([1n]),
        nft,
        "ERC721NonexistentToken",
        [1n],
      );
    });
  });

  describe("given the owner", () => {
    it("should drop content and capsule and keep the rest", async () => {
      const { nft, seller, lead, mintTo } = await leadNft();
      await mintTo(seller);
      await viem.assertions.emitWithArgs(
        nft.write.erase([1n], { account: seller.account }),
        nft,
        "LeadErased",
        [1n, seller.account.address],
      );
      const erased = { ...lead, contentHash: ZERO_HASH, capsuleHash: ZERO_HASH };
      expect(await nft.read.leadOf([1n])).to.deep.equal(erased);
    });

    it("reverts the second time", async () => {
      const { nft, seller, mintTo } = await leadNft();
      await mintTo(seller);
      await nft.write.erase([1n], { account: seller.account });
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.erase([1n], { account: seller.account }),
        nft,
        "LeadNFT_Erased",
        [1n],
      );
    });
  });

  describe("given the seller of a sold lead", () => {
    it("reverts", async () => {
      const { nft, seller, buyer, mintTo } = await leadNft();
      await mintTo(buyer);
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.erase([1n], { account: seller.account }),
        nft,
        "LeadNFT_NotOwner",
        [1n, seller.account.address],
      );
    });
  });

  describe("given a lead in custody", () => {
    for (const who of ["seller", "house"] as const) {
      it(`reverts for the ${who}`, async () => {
        const { nft, mintTo, ...wallets } = await leadNft();
        await mintTo(wallets.house);
        await viem.assertions.revertWithCustomErrorWithArgs(
          nft.write.erase([1n], { account: wallets[who].account }),
          nft,
          "LeadNFT_NotOwner",
          [1n, wallets[who].account.address],
        );
      });
    }
  });
});
