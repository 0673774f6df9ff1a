import { expect } from "chai";
import { zeroHash, type Hex } from "viem";

import {
  CREDENTIAL_TYPES,
  licenceTypeOf,
  transferTypeOf,
} from "../../../deploy/parameters/compliance/credentialTypes.ts";
import { explainFinding, type Inquiry } from "../../../tasks/compliance/explainFinding.ts";
import { RULES, type Outcome, type Rule } from "../../../deploy/sdk/codes/enums.ts";

const ACCOUNT = "0x00000000000000000000000000000000000000A1";
const INQUIRY: Inquiry = {
  account: ACCOUNT,
  vertical: "insurance.auto",
  region: "US-CA",
  jurisdiction: "US-TX",
  held: [],
};

function explain(
  rule: Rule,
  outcome: Outcome,
  {
    credentialType = zeroHash,
    expiresAt = 0,
    ...inquiry
  }: Partial<Inquiry> & {
    credentialType?: Hex;
    expiresAt?: number;
  } = {},
) {
  const finding = { rule, outcome, credentialType, expiresAt };
  return explainFinding(finding, { ...INQUIRY, ...inquiry });
}

describe("tasks: explainFinding", () => {
  describe("given a rule that was passed", () => {
    it("it should say until when", () => {
      const expiresAt = Date.UTC(2027, 5, 30) / 1_000;
      expect(explain("kyc", "passed", { expiresAt }).why).to.equal(
        "Known, resident in US-TX. Until 2027-06-30 00:00:00 UTC.",
      );
    });
    it("it should have nothing to fix", () => {
      for (const rule of RULES) {
        expect(explain(rule, "passed").fix, rule).to.equal("");
        expect(explain(rule, "not needed").fix, rule).to.equal("");
      }
    });
    it("it should tell a free route from a credential's", () => {
      const credentialType = transferTypeOf("GDPR");
      const route = { region: "DE", jurisdiction: "JP" };
      expect(explain("transfer", "passed", route).why).to.equal("Data moves freely from DE to JP.");
      expect(explain("transfer", "passed", { ...route, credentialType }).why).to.equal(
        "Data may move from DE to JP under the credential.",
      );
    });
  });

  describe("given a licence that is missing", () => {
    const credentialType = licenceTypeOf("insurance", "US-CA");
    it("it should say what would be evidence for it", () => {
      expect(explain("licence", "failed", { credentialType }).why).to.equal(
        "Leads of insurance from US-CA need a licence (Insurance producer licence for the line of business).",
      );
    });
    it("it should ask for its issue, for its renewal once it is held", () => {
      const options = "--type licence --vertical insurance --region US-CA";
      expect(explain("licence", "failed", { credentialType }).fix).to.equal(
        `npx hardhat credential issue ${ACCOUNT} ${options}`,
      );
      expect(explain("licence", "failed", { credentialType, held: [credentialType] }).fix).to.equal(
        `npx hardhat credential renew ${ACCOUNT} ${options} --expires 1y`,
      );
    });
    it("it should know licences of regions outside the tables", () => {
      const bavarian = licenceTypeOf("legal", "DE-BY");
      const inquiry = { vertical: "legal.family", region: "DE-BY", credentialType: bavarian };
      expect(explain("licence", "failed", inquiry).fix).to.include(
        "--type licence --vertical legal --region DE-BY",
      );
    });
  });

  describe("given a rule that no credential fixes", () => {
    it("it should name the lead's country when no rule is set for it", () => {
      expect(explain("transfer", "failed", { region: "CN" }).fix).to.equal(
        "None: no transfer rule is set for CN.",
      );
    });
    it("it should name the account's country when no rule is set for it", () => {
      expect(explain("transfer", "failed", { jurisdiction: "RU" }).fix).to.equal(
        "None: no transfer rule is set for RU.",
      );
    });
    it("it should send to the KYC credential when that decides", () => {
      expect(explain("transfer", "failed", { jurisdiction: undefined }).fix).to.include(
        "fix kyc first",
      );
    });
    it("it should say that a vertical is unknown", () => {
      expect(explain("consent", "failed", { vertical: `0x${"12".repeat(32)}` }).fix).to.include(
        "is not in the registry",
      );
    });
  });

  it("it should show a type that nobody here knows", () => {
    const credentialType: Hex = `0x${"ab".repeat(32)}`;
    expect(explain("consent", "failed", { credentialType }).fix).to.equal(
      `A credential of type ${credentialType}.`,
    );
  });
  it("it should renew a KYC credential that has expired, and not ask for the jurisdiction again", () => {
    const credentialType = CREDENTIAL_TYPES.kyc;
    expect(explain("kyc", "failed", { credentialType, held: [credentialType] }).fix).to.equal(
      `npx hardhat credential renew ${ACCOUNT} --type kyc --expires 1y`,
    );
  });
});
