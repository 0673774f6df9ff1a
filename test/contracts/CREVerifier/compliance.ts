import { expect } from "chai";
import { getAddress } from "viem";

import { newIdentityOf } from "../../../deploy/sdk/actions/compliance/issueCredential.ts";
import { CREDENTIAL_TYPES } from "../../../deploy/parameters/compliance/credentialTypes.ts";
import { Activity } from "../../../deploy/sdk/codes/enums.ts";
import { attestation, viem } from "../../fixtures/attestation.ts";
import { attestedIn, expectRejected } from "../../fixtures/attestationAssertions.ts";

describe("CREVerifier and compliance", () => {
  for (const autoList of [false, true]) {
    describe(`given a lead that is ${autoList ? "" : "not "}to be listed`, () => {
      it("should refuse a seller without KYC with the reason, and take the same lead later", async () => {
        const context = await attestation();
        const { credentials, compliance, seller } = context;
        const { address } = seller.account;
        const { kyc } = CREDENTIAL_TYPES;
        const desk = { account: compliance.account };
        await credentials.write.removeCredential([newIdentityOf(address), kyc, "0x"], desk);
        const lead = await context.createLead({ submission: { autoList } });
        const { vertical, region } = lead.submission;
        const reason = `kyc: ${address.toLowerCase()} lacks a valid ${kyc}`;
        await expectRejected(context, lead, "ComplianceGate_Denied", [
          address,
          Activity.Sell,
          vertical,
          region,
          reason,
        ]);
        await credentials.write.registerCredential(
          [newIdentityOf(address), kyc, 0, "0x", "0x"],
          desk,
        );
        expect(attestedIn(context, await context.send([lead]))).to.deep.equal([1n]);
      });

      it("should refuse an account that nobody knows", async () => {
        const context = await attestation();
        const wallet = await viem.deployContract("TestContractWallet", [
          context.seller.account.address,
        ]);
        const submission = { autoList, seller: getAddress(wallet.address) };
        const lead = await context.createLead({ submission });
        const { vertical, region, seller } = lead.submission;
        await expectRejected(context, lead, "ComplianceGate_Denied", [
          seller,
          Activity.Sell,
          vertical,
          region,
          `identity: ${seller.toLowerCase()} is not registered`,
        ]);
      });
    });
  }
});
