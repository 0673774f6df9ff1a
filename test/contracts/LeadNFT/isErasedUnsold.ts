import { expect } from "chai";

import { leadNft } from "../../fixtures/leadNft.ts";

describe("LeadNFT.isErasedUnsold", () => {
  it("should be false for a lead that does not exist", async () => {
    const { nft } = await leadNft();
    expect(await nft.read.isErasedUnsold([1n])).to.equal(false);
  });

  it("should be false for a lead that its seller owns", async () => {
    const { nft, mint } = await leadNft();
    await mint();
    expect(await nft.read.isErasedUnsold([1n])).to.equal(false);
  });

  it("should be true once its seller has erased it", async () => {
    const { nft, seller, mint } = await leadNft();
    await mint();
    await nft.write.erase([1n], { account: seller.account });
    expect(await nft.read.isErasedUnsold([1n])).to.equal(true);
  });

  it("should be false for a sold lead, before and after its buyer has erased it", async () => {
    const { nft, buyer, sell } = await leadNft();
    await sell();
    expect(await nft.read.isErasedUnsold([1n])).to.equal(false);
    await nft.write.erase([1n], { account: buyer.account });
    expect(await nft.read.isErasedUnsold([1n])).to.equal(false);
  });
});
