import { expect } from "chai";
import { getAddress, keccak256, zeroHash } from "viem";

import type { AuctionTerms } from "../../../deploy/sdk/lead/leadSubmission.ts";
import { attestation, tagOf, viem, type Attestation } from "../../fixtures/attestation.ts";
import { attestedIn, expectRejected } from "../../fixtures/attestationAssertions.ts";

/** Terms of a seller who accepts no fee. */
const FREE_TERMS: AuctionTerms = {
  baseReserve: 120_000_000n,
  qualityPremiumBps: 0,
  maxFeeBps: 0,
  maxConvenienceFee: 0,
  instantSale: false,
};

describe("CREVerifier.processLead: the seller's signature", () => {
  describe("when the signature is not the seller's", () => {
    it("should refuse a lead that somebody else signed", async () => {
      const context = await attestation();
      const seller = context.stranger.account.address;
      await context.clear(seller);
      const lead = await context.createLead({ submission: { seller } });
      await expectRejected(context, lead, "CREVerifier_InvalidSignature", [seller]);
    });

    for (const [what, change] of [
      ["attributes", { attributes: "{}" }],
      ["flag", { autoList: true }],
      ["expiry", { expiresAt: 2_000_000_000 }],
      ["deadline", { deadline: 2_000_000_000 }],
      ["highest fee", { terms: { ...FREE_TERMS, maxFeeBps: 1_000 } }],
      ["instant sale", { terms: { ...FREE_TERMS, instantSale: true } }],
      ["highest flat fee", { terms: { ...FREE_TERMS, maxConvenienceFee: 10_000_000 } }],
      ["nonce", { nonce: 99n }],
      ["content hash", { contentHash: keccak256("0x02") }],
    ] as const) {
      it(`should refuse a changed ${what}`, async () => {
        const context = await attestation();
        const lead = await context.createLead({ submission: { terms: FREE_TERMS } });
        const submission = { ...lead.submission, ...change };
        const changed = { ...lead, submission };
        await expectRejected(context, changed, "CREVerifier_InvalidSignature", [submission.seller]);
      });
    }

    it("should refuse a signature for another verifier", async () => {
      const context = await attestation();
      const lead = await context.createLead();
      const signature = await context.sign(lead.submission, context.nft.address);
      await expectRejected(context, { ...lead, signature }, "CREVerifier_InvalidSignature", [
        lead.submission.seller,
      ]);
    });
  });

  describe("given a seller that is a contract", () => {
    /** A lead of a seller that is a contract and may sell. */
    async function leadOf(context: Attestation, wallet: { readonly address: `0x${string}` }) {
      const seller = getAddress(wallet.address);
      await context.clear(seller);
      return context.createLead({ submission: { seller } });
    }

    it("should take its ERC-1271 signature", async () => {
      const context = await attestation();
      const owner = context.seller.account.address;
      const lead = await leadOf(context, await viem.deployContract("TestContractWallet", [owner]));
      expect(attestedIn(context, await context.send([lead]))).to.deep.equal([1n]);
    });

    it("should refuse a signature that it does not accept", async () => {
      const context = await attestation();
      const owner = context.stranger.account.address;
      const lead = await leadOf(context, await viem.deployContract("TestContractWallet", [owner]));
      await expectRejected(context, lead, "CREVerifier_InvalidSignature", [lead.submission.seller]);
    });

    it("should take it from a contract that answers with 180,000 gas", async () => {
      const context = await attestation();
      const lead = await leadOf(
        context,
        await viem.deployContract("TestGreedyWallet", [20_000n, 32n]),
      );
      expect(attestedIn(context, await context.send([lead]))).to.deep.equal([1n]);
    });

    it("should refuse it where 200,000 gas are not enough", async () => {
      const context = await attestation();
      const lead = await leadOf(context, await viem.deployContract("TestGreedyWallet", [0n, 32n]));
      await expectRejected(context, lead, "CREVerifier_InvalidSignature", [lead.submission.seller]);
    });

    it("should refuse a seller without that function", async () => {
      const context = await attestation();
      const lead = await leadOf(context, context.usdc);
      await expectRejected(context, lead, "CREVerifier_InvalidSignature", [lead.submission.seller]);
    });

    it("should refuse half an answer", async () => {
      const context = await attestation();
      const lead = await leadOf(
        context,
        await viem.deployContract("TestGreedyWallet", [20_000n, 31n]),
      );
      await expectRejected(context, lead, "CREVerifier_InvalidSignature", [lead.submission.seller]);
    });
  });

  describe("when the nonce is used or cancelled", () => {
    it("should refuse the submission a second time", async () => {
      const context = await attestation();
      const lead = await context.createLead();
      await context.send([lead]);
      const again = { ...lead, dedupTags: [tagOf("other phone"), zeroHash] as const };
      await expectRejected(context, again, "CREVerifier_NonceUsed", [
        lead.submission.seller,
        lead.submission.nonce,
      ]);
    });

    it("should refuse a cancelled submission", async () => {
      const context = await attestation();
      const lead = await context.createLead();
      await context.verifier.write.cancelSubmissions([[lead.submission.nonce]], {
        account: context.seller.account,
      });
      await expectRejected(context, lead, "CREVerifier_NonceUsed", [
        lead.submission.seller,
        lead.submission.nonce,
      ]);
    });
  });
});
