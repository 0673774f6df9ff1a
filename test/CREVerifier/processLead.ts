import { keccak256, stringToHex, zeroHash } from "viem";

import { attestation, networkHelpers, type Attestation, viem } from "../fixtures/attestation.ts";
import { expectRejected } from "../fixtures/attestationAssertions.ts";
import { toAbi } from "../../deploy/local/don/leadReport.ts";
import { region, verticalId } from "../fixtures/registry.ts";

/** Reports in the next block, at a time known beforehand. */
async function atNextBlock(context: Attestation): Promise<number> {
  const time = (await context.now()) + 1;
  await networkHelpers.time.setNextBlockTimestamp(time);
  return time;
}

describe("CREVerifier.processLead", () => {
  describe("given a caller other than the verifier itself", () => {
    it("reverts", async () => {
      const { verifier, stranger, createLead } = await attestation();
      const lead = toAbi(await createLead());
      await viem.assertions.revertWithCustomErrorWithArgs(
        verifier.write.processLead([lead], { account: stranger.account }),
        verifier,
        "CREVerifier_UnauthorizedCaller",
        [stranger.account.address],
      );
    });
  });

  describe("when the observation is too old or in the future", () => {
    it("should refuse one that is a second too old", async () => {
      const context = await attestation();
      const age = await context.verifier.read.maxReportAge();
      const observedAt = (await context.now()) - age;
      const lead = await context.createLead({ report: { observedAt } });
      const time = await atNextBlock(context);
      await expectRejected(context, lead, "CREVerifier_StaleReport", [
        BigInt(observedAt),
        BigInt(time - age),
      ]);
    });

    it("should refuse one from the future", async () => {
      const context = await attestation();
      const observedAt = (await context.now()) + 60;
      const lead = await context.createLead({ report: { observedAt } });
      const time = await atNextBlock(context);
      await expectRejected(context, lead, "CREVerifier_FutureReport", [
        BigInt(observedAt),
        BigInt(time),
      ]);
    });
  });

  describe("when the scores are wrong", () => {
    it("should refuse a sub-score above 2,000", async () => {
      const context = await attestation();
      const lead = await context.createLead({
        report: { subScores: [2_000, 2_000, 2_001, 0, 0], score: 6_001 },
      });
      await expectRejected(context, lead, "CREVerifier_SubScoreTooHigh", [2n, 2_001n]);
    });

    it("should refuse sub-scores that do not add up", async () => {
      const context = await attestation();
      const lead = await context.createLead({ report: { score: 8_151 } });
      await expectRejected(context, lead, "CREVerifier_ScoreMismatch", [8_151n, 8_150n]);
    });
  });

  describe("when the attributes are wrong", () => {
    it("should refuse others than the workflow checked", async () => {
      const context = await attestation();
      const attributesDigest = keccak256(stringToHex("others"));
      const lead = await context.createLead({ report: { attributesDigest } });
      await expectRejected(context, lead, "CREVerifier_AttributesMismatch", [
        attributesDigest,
        keccak256(stringToHex(lead.submission.attributes)),
      ]);
    });

    it("should refuse more than 2,048 bytes", async () => {
      const context = await attestation();
      const lead = await context.createLead({ submission: { attributes: "a".repeat(2_049) } });
      await expectRejected(context, lead, "CREVerifier_AttributesTooLong", [2_049n, 2_048n]);
    });
  });

  describe("when the submission has expired", () => {
    it("should refuse it", async () => {
      const context = await attestation();
      const expiresAt = await context.now();
      const lead = await context.createLead({ submission: { expiresAt } });
      await expectRejected(context, lead, "CREVerifier_SubmissionExpired", [BigInt(expiresAt)]);
    });
  });

  describe("when the vertical is not open to it", () => {
    it("should refuse an unknown vertical", async () => {
      const context = await attestation();
      const vertical = verticalId("gardening");
      const lead = await context.createLead({ submission: { vertical } });
      await expectRejected(context, lead, "VerticalRegistry_UnknownVertical", [vertical]);
    });

    it("should refuse a restricted region", async () => {
      const context = await attestation();
      const submission = { vertical: verticalId("legal.immigration"), region: region("RU-MOW") };
      const lead = await context.createLead({ submission });
      await expectRejected(context, lead, "VerticalRegistry_RestrictedRegion", [
        submission.vertical,
        submission.region,
      ]);
    });
  });

  describe("given a vertical that demands consent", () => {
    const cases = {
      missing: () => 0,
      "too old": (now: number, maxAge: number) => now - maxAge - 1,
      "in the future": (now: number) => now + 60,
    };
    for (const [what, consentTimeOf] of Object.entries(cases)) {
      it(`should refuse consent that is ${what}`, async () => {
        const context = await attestation();
        const vertical = verticalId("solar.residential");
        const { consentMaxAge } = await context.registry.read.verticalOf([vertical]);
        const time = (await context.now()) + 1;
        const consentTime = consentTimeOf(time, consentMaxAge);
        const lead = await context.createLead({ submission: { consentTime } });
        await networkHelpers.time.setNextBlockTimestamp(time);
        await expectRejected(context, lead, "CREVerifier_ConsentInvalid", [
          BigInt(consentTime),
          BigInt(time - consentMaxAge),
        ]);
      });
    }
  });

  describe("given a vertical that demands no consent", () => {
    it("should take a lead without", async () => {
      const context = await attestation();
      const submission = { vertical: verticalId("b2b_saas.crm"), consentTime: 0 };
      const { hash } = await context.send([await context.createLead({ submission })]);
      await viem.assertions.emit(Promise.resolve(hash), context.verifier, "LeadAttested");
    });
  });

  describe("when there is no dedup tag", () => {
    it("should refuse it", async () => {
      const context = await attestation();
      const lead = await context.createLead({ report: { dedupTag: zeroHash } });
      await expectRejected(context, lead, "CREVerifier_ZeroDedupTag", []);
    });
  });

  describe("when the signature is not the seller's", () => {
    it("should refuse a lead that somebody else signed", async () => {
      const context = await attestation();
      const seller = context.stranger.account.address;
      const lead = await context.createLead({ submission: { seller } });
      await expectRejected(context, lead, "CREVerifier_InvalidSignature", [seller]);
    });

    for (const change of [
      { attributes: "{}" },
      { autoList: true },
      { expiresAt: 2_000_000_000 },
      { nonce: 99n },
      { contentHash: keccak256("0x02") },
    ]) {
      it(`should refuse a changed ${Object.keys(change).join()}`, async () => {
        const context = await attestation();
        const lead = await context.createLead();
        const submission = { ...lead.submission, ...change };
        const attributesDigest = keccak256(stringToHex(submission.attributes));
        const changed = { ...lead, submission, attributesDigest };
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
    it("should take its ERC-1271 signature", async () => {
      const context = await attestation();
      const owner = context.seller.account.address;
      const wallet = await viem.deployContract("TestContractWallet", [owner]);
      await context.clear(wallet.address);
      const lead = await context.createLead({ submission: { seller: wallet.address } });
      const { hash } = await context.send([lead]);
      await viem.assertions.emit(Promise.resolve(hash), context.verifier, "LeadAttested");
    });
  });

  describe("when the nonce is used or cancelled", () => {
    it("should refuse the submission a second time", async () => {
      const context = await attestation();
      const lead = await context.createLead();
      await context.send([lead]);
      const again = { ...lead, dedupTag: keccak256("0x03") };
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

  describe("when the capsule is not on the curve", () => {
    it("should refuse it", async () => {
      const context = await attestation();
      const { submission } = await context.createLead();
      const capsule = { ...submission.capsule, b: { x: 1n, y: 1n } };
      const lead = await context.createLead({ submission: { capsule } });
      await expectRejected(context, lead, "LeadNFT_InvalidCapsulePoint", [1n]);
    });
  });
});
