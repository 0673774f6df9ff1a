import { expect } from "chai";

import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import { freshMarket, viem as marketViem } from "../../fixtures/auctionHouse.ts";
import { leadNft, viem } from "../../fixtures/leadNft.ts";
import { DEPOSIT, usdc } from "../../fixtures/market.ts";

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
      const { nft, seller, lead, mint } = await leadNft();
      await mint();
      await viem.assertions.emitWithArgs(
        nft.write.erase([1n], { account: seller.account }),
        nft,
        "LeadErased",
        [1n, seller.account.address],
      );
      const erased = { ...lead, contentHash: ZERO_HASH, capsuleHash: ZERO_HASH };
      expect(await nft.read.leadOf([1n])).to.deep.equal(erased);
    });

    it("should do so for the buyer of a sold lead", async () => {
      const { nft, buyer, sell } = await leadNft();
      await sell();
      await viem.assertions.emitWithArgs(
        nft.write.erase([1n], { account: buyer.account }),
        nft,
        "LeadErased",
        [1n, buyer.account.address],
      );
    });

    it("reverts the second time", async () => {
      const { nft, seller, mint } = await leadNft();
      await mint();
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
      const { nft, seller, sell } = await leadNft();
      await sell();
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.erase([1n], { account: seller.account }),
        nft,
        "LeadNFT_NotOwner",
        [1n, seller.account.address],
      );
    });
  });

  describe("given an operator of the owner", () => {
    it("reverts: what is erased for ever takes the owner itself", async () => {
      const { nft, seller, stranger, mint } = await leadNft();
      await mint();
      const operator = stranger.account.address;
      await nft.write.setApprovalForAll([operator, true], { account: seller.account });
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.erase([1n], { account: stranger.account }),
        nft,
        "LeadNFT_NotOwner",
        [1n, operator],
      );
    });
  });

  describe("given a lead in an auction that is not closed", () => {
    it("should end the round in the same call, and leave the title with the seller", async () => {
      const m = await freshMarket();
      const { leadId } = await m.listLead();
      const erasure = m.nft.write.erase([leadId], { account: m.seller.wallet.account });
      await marketViem.assertions.emitWithArgs(erasure, m.nft, "LeadErased", [
        leadId,
        m.seller.address,
      ]);
      await marketViem.assertions.emit(erasure, m.house, "AuctionErased");
      expect(await m.house.read.phaseOf([leadId])).to.equal(Phase.Erased);
      expect(await m.house.read.isUnclosed([leadId])).to.equal(false);
      expect(await m.nft.read.ownerOf([leadId])).to.equal(m.seller.address);
      expect(await m.balanceOf(m.seller)).to.deep.equal({ free: DEPOSIT, locked: 0n });
    });
  });

  describe("given a lead whose auction is closed", () => {
    it("should say nothing to the house", async () => {
      const m = await freshMarket();
      const { leadId } = await m.listLead();
      const [buyer] = m.bidders;
      await m.runBids(leadId, [[buyer, usdc(120)]]);
      await m.house.write.deliver([...(await m.deliveryTo(leadId, buyer))]);
      await m.nft.write.erase([leadId], { account: buyer.wallet.account });
      expect(await m.house.read.phaseOf([leadId])).to.equal(Phase.Sold);
    });
  });
});
