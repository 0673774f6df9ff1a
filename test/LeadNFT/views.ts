import { expect } from "chai";

import { deliveryContext } from "../../tasks/crypto/deliveryContext.ts";
import { leadNft, viem } from "../fixtures/leadNft.ts";

describe("LeadNFT.leadOf", () => {
  describe("given a lead that does not exist", () => {
    it("reverts", async () => {
      const { nft } = await leadNft();
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.read.leadOf([1n]),
        nft,
        "ERC721NonexistentToken",
        [1n],
      );
    });
  });
});

describe("LeadNFT.deliveryContext", () => {
  it("should be the one that provers compute", async () => {
    const { nft, buyer } = await leadNft();
    const chainId = await (await viem.getPublicClient()).getChainId();
    const delivery = { chainId, nft: nft.address, leadId: 7n, round: 2, to: buyer.account.address };
    expect(await nft.read.deliveryContext([7n, 2, buyer.account.address])).to.equal(
      deliveryContext(delivery),
    );
  });
});

describe("LeadNFT.supportsInterface", () => {
  for (const [name, id, supported] of [
    ["ERC-165", "0x01ffc9a7", true],
    ["ERC-721", "0x80ac58cd", true],
    ["ERC-721 metadata", "0x5b5e139f", true],
    ["ERC-2981", "0x2a55205a", true],
    ["the invalid interface", "0xffffffff", false],
  ] as const) {
    it(`should be ${String(supported)} for ${name}`, async () => {
      const { nft } = await leadNft();
      expect(await nft.read.supportsInterface([id])).to.equal(supported);
    });
  }
});
