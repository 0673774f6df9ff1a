import { keccak256, stringToHex } from "viem";

import { attestation, networkHelpers, type Attestation, viem } from "../../fixtures/attestation.ts";
import { expectRejected } from "../../fixtures/attestationAssertions.ts";
import { toAbi } from "../../../deploy/sdk/report/leadReport.ts";
import { Activity } from "../../../deploy/sdk/codes/enums.ts";
import { region, verticalId } from "../../fixtures/registry.ts";

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

  describe("when the seller may not sell", () => {
    it("should refuse the lead before it looks at the signature", async () => {
      const context = await attestation();
      const { address } = context.stranger.account;
      const lead = await context.createLead({ submission: { seller: address } });
      const { vertical, region } = lead.submission;
      await expectRejected(context, lead, "ComplianceGate_Denied", [
        address,
        Activity.Sell,
        vertical,
        region,
        `identity: ${address.toLowerCase()} is not registered`,
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
