import { expect } from "chai";
import { getAddress } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";

import { attestLead } from "../../deploy/workflows/attestLead.ts";
import type { LeadDisclosure } from "../../deploy/sdk/report/disclosure.ts";
import { createContentKey, encryptContent } from "../../deploy/sdk/crypto/content.ts";
import { sealCapsule } from "../../deploy/sdk/crypto/capsule.ts";
import { deriveDeliveryKey } from "../../deploy/sdk/delivery/deliveryKey.ts";
import { scoreOf } from "../../deploy/sdk/report/leadReport.ts";
import { prepareLead } from "../../deploy/sdk/lead/sealedLead.ts";
import { NOW, PROFILES, profileOf, sampleLead } from "../fixtures/leads.ts";

const CHAIN_ID = 31_337;
const NFT = getAddress(`0x${"11".repeat(20)}`);
const VERIFIER = getAddress(`0x${"22".repeat(20)}`);
const SELLER = privateKeyToAccount(generatePrivateKey());
const CONTEXT = {
  chainId: CHAIN_ID,
  nft: NFT,
  verticals: PROFILES,
  dedupSecret: new Uint8Array(32).fill(1),
  observedAt: NOW,
};

async function disclosure(): Promise<LeadDisclosure> {
  const key = await deriveDeliveryKey(SELLER, { chainId: CHAIN_ID, vault: VERIFIER });
  const lead = sampleLead();
  const seller = {
    chainId: CHAIN_ID,
    nft: NFT,
    verifier: VERIFIER,
    seller: SELLER.address,
    signer: SELLER,
    deliveryKey: key.publicKey,
  };
  const fees = { feeBps: 500, convenienceFee: 0 };
  const options = { nonce: 1n, now: NOW, autoList: true, fees };
  return prepareLead(lead, profileOf(lead.vertical), seller, options);
}

describe("attestLead", () => {
  describe("given a lead as its seller disclosed it", () => {
    it("should score it and vouch for its attributes", async () => {
      const report = attestLead(await disclosure(), CONTEXT);
      expect(scoreOf(report)).to.be.greaterThan(8_000);
      expect(report.checks).to.equal(0);
    });

    it("should give the same consumer the same tags", async () => {
      const [first, second] = [await disclosure(), await disclosure()];
      const { dedupTags } = attestLead(first, CONTEXT);
      expect(attestLead(second, CONTEXT).dedupTags).to.deep.equal(dedupTags);
    });
  });

  describe("given a capsule that holds another key than the ciphertext's", () => {
    it("should refuse it: the buyer would pay for a key that opens nothing", async () => {
      const honest = await disclosure();
      const { capsule, opening } = sealCapsule(createContentKey(), honest.submission.capsule.p);
      const cheat = { ...honest, opening, submission: { ...honest.submission, capsule } };
      expect(() => attestLead(cheat, CONTEXT)).to.throw("does not open with this key");
    });
  });

  describe("given an opening of another capsule", () => {
    it("should refuse it", async () => {
      const honest = await disclosure();
      const cheat = { ...honest, opening: honest.opening + 1n };
      expect(() => attestLead(cheat, CONTEXT)).to.throw("The opening is not the capsule's.");
    });
  });

  describe("given another ciphertext than the submission names", () => {
    it("should refuse it", async () => {
      const honest = await disclosure();
      const context = { chainId: CHAIN_ID, nft: NFT, seller: SELLER.address, nonce: 1n };
      const ciphertext = encryptContent(new Uint8Array(10), createContentKey(), context);
      expect(() => attestLead({ ...honest, ciphertext }, CONTEXT)).to.throw(
        "The ciphertext is not the one that the submission names.",
      );
    });
  });

  describe("given public attributes that are not the content's", () => {
    it("should refuse them", async () => {
      const honest = await disclosure();
      const submission = { ...honest.submission, attributes: '{"roofAge":0}' };
      expect(() => attestLead({ ...honest, submission }, CONTEXT)).to.throw(
        "The public attributes are not those of the content.",
      );
    });
  });

  describe("given a vertical that is not known", () => {
    it("should refuse it", async () => {
      const honest = await disclosure();
      const submission = { ...honest.submission, vertical: `0x${"00".repeat(32)}` as const };
      expect(() => attestLead({ ...honest, submission }, CONTEXT)).to.throw(
        "The submission names no known leaf vertical.",
      );
    });
  });
});
