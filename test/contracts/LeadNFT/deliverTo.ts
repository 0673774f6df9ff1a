import { expect } from "chai";

import { Activity } from "../../../deploy/sdk/codes/enums.ts";
import {
  freshMarket,
  networkHelpers as clock,
  viem as marketViem,
} from "../../fixtures/auctionHouse.ts";
import { accepted, EXPIRES_AT, leadNft, networkHelpers, viem } from "../../fixtures/leadNft.ts";

describe("LeadNFT.deliverTo", () => {
  describe("given a lead that does not exist", () => {
    it("reverts", async () => {
      const { nft, args } = await accepted();
      const [, ...others] = args;
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.deliverTo([9n, ...others]),
        nft,
        "ERC721NonexistentToken",
        [9n],
      );
    });
  });

  describe("given a caller who is neither owner nor operator", () => {
    it("reverts", async () => {
      const { nft, stranger, args } = await accepted();
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.deliverTo(args, { account: stranger.account }),
        nft,
        "LeadNFT_NotOwner",
        [1n, stranger.account.address],
      );
    });
  });

  describe("given the owner", () => {
    it("should move title and capsule with round 0", async () => {
      const { nft, seller, buyer, proof, args, options } = await accepted();
      await viem.assertions.emitWithArgs(nft.write.deliverTo(args, options), nft, "LeadDelivered", [
        1n,
        seller.account.address,
        buyer.account.address,
        0,
        proof.capsule,
      ]);
      expect(await nft.read.ownerOf([1n])).to.equal(buyer.account.address);
    });

    it("should let the receiver hand it on", async () => {
      const { nft, buyer, stranger, keys, sell, reEncrypt, accept } = await leadNft();
      const capsule = await sell();
      const { address } = stranger.account;
      const from = { capsule, secret: keys.buyer.secret };
      const proof = await reEncrypt(address, keys.stranger, 0, from);
      const acceptance = await accept(address, stranger);
      await nft.write.deliverTo([1n, address, capsule, proof, acceptance], {
        account: buyer.account,
      });
      expect(await nft.read.ownerOf([1n])).to.equal(address);
    });
  });

  describe("given an account that the owner approved", () => {
    it("should deliver and end the approval", async () => {
      const { nft, stranger, args, options } = await accepted();
      await nft.write.approve([stranger.account.address, 1n], options);
      await nft.write.deliverTo(args, { account: stranger.account });
      expect(await nft.read.getApproved([1n])).to.equal(`0x${"00".repeat(20)}`);
    });
  });

  describe("given a lead in an auction that is not closed", () => {
    /** A listed lead, and what its owner takes to hand it to the first bidder. */
    async function listed() {
      const m = await freshMarket();
      const { leadId } = await m.listLead();
      const [bidder] = m.bidders;
      const to = bidder.address;
      const [, capsule, proof] = await m.deliveryTo(leadId, bidder);
      const acceptance = { deadline: 2n ** 40n, signature: "0x" } as const;
      const deliverTo = () =>
        m.nft.write.deliverTo([leadId, to, capsule, proof, acceptance], {
          account: m.seller.wallet.account,
        });
      return { ...m, leadId, deliverTo };
    }

    it("reverts while it runs", async () => {
      const { nft, leadId, deliverTo } = await listed();
      await marketViem.assertions.revertWithCustomErrorWithArgs(
        deliverTo(),
        nft,
        "LeadNFT_InAuction",
        [leadId],
      );
    });

    it("reverts when its time is over and nobody has closed it", async () => {
      const { nft, house, leadId, deliverTo } = await listed();
      const { revealEnd } = await house.read.auctionOf([leadId]);
      await clock.time.increaseTo(revealEnd);
      await marketViem.assertions.revertWithCustomErrorWithArgs(
        deliverTo(),
        nft,
        "LeadNFT_InAuction",
        [leadId],
      );
      await house.write.closeUnsold([leadId]);
      await marketViem.assertions.revertWithCustomError(
        deliverTo(),
        nft,
        "LeadNFT_InvalidAcceptance",
      );
    });
  });

  describe("given an erased lead", () => {
    it("reverts", async () => {
      const { nft, args, options } = await accepted();
      await nft.write.erase([1n], options);
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.deliverTo(args, options),
        nft,
        "LeadNFT_Erased",
        [1n],
      );
    });
  });

  describe("given a lead that has expired", () => {
    it("reverts", async () => {
      const { nft, args, options } = await accepted();
      await networkHelpers.time.setNextBlockTimestamp(EXPIRES_AT + 1);
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.deliverTo(args, options),
        nft,
        "LeadNFT_Expired",
        [1n, BigInt(EXPIRES_AT)],
      );
    });
  });

  describe("when the receiver is the lead's seller", () => {
    it("reverts", async () => {
      const { nft, seller, buyer, keys, sell, reEncrypt, accept } = await leadNft();
      const capsule = await sell();
      const { address } = seller.account;
      const from = { capsule, secret: keys.buyer.secret };
      const proof = await reEncrypt(address, keys.seller, 0, from);
      const acceptance = await accept(address, seller);
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.deliverTo([1n, address, capsule, proof, acceptance], {
          account: buyer.account,
        }),
        nft,
        "LeadNFT_ReceiverIsSeller",
        [1n, address],
      );
    });
  });

  describe("when the receiver may not have the lead", () => {
    it("reverts with the gate's reason", async () => {
      const { nft, gate, outsider, capsule, proof, lead, accept, options } = await accepted();
      const { address } = outsider.account;
      const acceptance = await accept(address, outsider);
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.deliverTo([1n, address, capsule, proof, acceptance], options),
        gate,
        "ComplianceGate_Denied",
        [
          address,
          Activity.Receive,
          lead.vertical,
          lead.region,
          `identity: ${address.toLowerCase()} is not registered`,
        ],
      );
    });
  });

  describe("when the receiver has no delivery key", () => {
    it("reverts", async () => {
      const { nft, vault, keyless, buyer, capsule, proof, accept, options } = await accepted();
      const given = await vault.read.deliveryKeyHashOf([buyer.account.address]);
      const { address } = keyless.account;
      const acceptance = await accept(address, keyless);
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.write.deliverTo([1n, address, capsule, proof, acceptance], options),
        nft,
        "LeadNFT_DeliveryKeyMismatch",
        [1n, address, `0x${"00".repeat(32)}`, given],
      );
    });
  });

  describe("when the proof was made for an auction round", () => {
    it("reverts", async () => {
      const { nft, buyer, capsule, keys, acceptance, reEncrypt, options } = await accepted();
      const { address } = buyer.account;
      const proof = await reEncrypt(address, keys.buyer, 1);
      await viem.assertions.revertWithCustomError(
        nft.write.deliverTo([1n, address, capsule, proof, acceptance], options),
        nft,
        "DeliveryProof_ChallengeMismatch",
      );
    });
  });
});
