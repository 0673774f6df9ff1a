import { expect } from "chai";

import { leadNft, viem } from "../../fixtures/leadNft.ts";

/** The value in `deploy/parameters/local.json`. */
const ROYALTY_BPS = 250n;

describe("LeadNFT.royaltyInfo", () => {
  describe("given a lead that does not exist", () => {
    it("reverts", async () => {
      const { nft } = await leadNft();
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.read.royaltyInfo([1n, 100n]),
        nft,
        "ERC721NonexistentToken",
        [1n],
      );
    });
  });

  describe("given a sold lead", () => {
    it("should go to its seller, rounded down", async () => {
      const { nft, seller, sell } = await leadNft();
      await sell();
      const price = 1_999n;
      expect(await nft.read.royaltyInfo([1n, price])).to.deep.equal([
        seller.account.address,
        (price * ROYALTY_BPS) / 10_000n,
      ]);
    });
  });
});

describe("LeadNFT.setRoyalty", () => {
  describe("given a caller without the role", () => {
    it("reverts", async () => {
      const { nft, stranger } = await leadNft();
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.setRoyalty([1], { account: stranger.account }),
        nft,
        "AccessManagedUnauthorized",
        [stranger.account.address],
      );
    });
  });

  describe("given the role", () => {
    it("should take up to 10 %", async () => {
      const { nft, mint, configure } = await leadNft();
      await mint();
      const setRoyalty = await configure("setRoyalty", 1_000);
      await viem.assertions.emitWithArgs(setRoyalty(), nft, "RoyaltySet", [1_000]);
      const [, amount] = await nft.read.royaltyInfo([1n, 100n]);
      expect(amount).to.equal(10n);
    });

    it("reverts above 10 %", async () => {
      const { nft, configure } = await leadNft();
      const setRoyalty = await configure("setRoyalty", 1_001);
      await viem.assertions.revertWithCustomErrorWithArgs(
        setRoyalty(),
        nft,
        "LeadNFT_RoyaltyTooHigh",
        [1_001n, 1_000n],
      );
    });
  });
});
