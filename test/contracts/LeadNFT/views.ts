import { expect } from "chai";
import { getAddress, hashTypedData, zeroAddress } from "viem";

import { capsuleHash } from "../../../deploy/sdk/crypto/capsule.ts";
import { deliveryContext, acceptanceTypedData } from "../../../deploy/sdk/delivery/delivery.ts";
import { leadNft, viem } from "../../fixtures/leadNft.ts";

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

describe("LeadNFT.sellerOf", () => {
  it("should be nobody where there is no such lead", async () => {
    const { nft } = await leadNft();
    expect(await nft.read.sellerOf([1n])).to.equal(zeroAddress);
  });

  it("should be the seller, whoever owns the lead and whether it is erased", async () => {
    const { nft, seller, buyer, sell } = await leadNft();
    await sell();
    expect(await nft.read.sellerOf([1n])).to.equal(seller.account.address);
    await nft.write.erase([1n], { account: buyer.account });
    expect(await nft.read.sellerOf([1n])).to.equal(seller.account.address);
  });
});

describe("LeadNFT.lastLeadId", () => {
  it("should count the leads that were minted, sold and erased ones too", async () => {
    const { nft, buyer, sell } = await leadNft();
    expect(await nft.read.lastLeadId()).to.equal(0n);
    await sell();
    await nft.write.erase([1n], { account: buyer.account });
    expect(await nft.read.lastLeadId()).to.equal(1n);
  });
});

describe("LeadNFT.acceptanceDigest", () => {
  it("should be the digest of the typed data that wallets sign, with the capsule now on record", async () => {
    const { nft, stranger, chainId, sell } = await leadNft();
    const capsule = await sell();
    const to = stranger.account.address;
    const message = { leadId: 1n, to, capsuleHash: capsuleHash(capsule), deadline: 7n };
    expect(await nft.read.acceptanceDigest([1n, to, 7n])).to.equal(
      hashTypedData(acceptanceTypedData(message, { chainId, nft: nft.address })),
    );
  });

  it("should name the domain for wallets (ERC-5267)", async () => {
    const { nft, chainId } = await leadNft();
    const [, name, version, chain, contract] = await nft.read.eip712Domain();
    expect([name, version, chain, contract]).to.deep.equal([
      "Lead Engine Lead",
      "1",
      BigInt(chainId),
      getAddress(nft.address),
    ]);
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
