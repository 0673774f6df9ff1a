import { attestation, viem } from "../../fixtures/attestation.ts";
import { expectRejected } from "../../fixtures/attestationAssertions.ts";
import { encodeLead } from "../../../deploy/sdk/report/leadReport.ts";
import { Activity } from "../../../deploy/sdk/codes/enums.ts";
import { region, verticalId } from "../../fixtures/registry.ts";

describe("CREVerifier.processLead", () => {
  describe("given a caller other than the verifier itself", () => {
    it("reverts", async () => {
      const { verifier, stranger, createLead, now } = await attestation();
      const lead = encodeLead(await createLead());
      await viem.assertions.revertWithCustomErrorWithArgs(
        verifier.write.processLead([lead, await now()], { account: stranger.account }),
        verifier,
        "CREVerifier_UnauthorizedCaller",
        [stranger.account.address],
      );
    });
  });

  describe("when the findings are wrong", () => {
    it("should refuse a sub-score above 2,000", async () => {
      const context = await attestation();
      const lead = await context.createLead({
        report: { subScores: [2_000, 2_000, 2_001, 0, 0] },
      });
      await expectRejected(context, lead, "CREVerifier_SubScoreTooHigh", [2n, 2_001n]);
    });

    it("should refuse checks that there are not", async () => {
      const context = await attestation();
      const lead = await context.createLead({ report: { checks: 64 } });
      await expectRejected(context, lead, "CREVerifier_UnknownChecks", [64]);
    });
  });

  describe("when the attributes are too long", () => {
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
