import { expect } from "chai";

import {
  CREDENTIAL_TYPES,
  kycDataOf,
  licenceTypeOf,
  transferTypeOf,
} from "../../../deploy/parameters/compliance/credentialTypes.ts";
import { LeadEngineError } from "../../../deploy/sdk/errors/leadEngineError.ts";
import { credentialName } from "../../../tasks/compliance/credentialNames.ts";
import {
  credentialOf,
  type CredentialOptions,
} from "../../../tasks/compliance/credentialRequest.ts";

const LICENCE = { type: "licence", vertical: "insurance", region: "US-CA" };

describe("tasks: credentialOf", () => {
  describe("given every option that the type needs", () => {
    it("it should write a KYC credential's jurisdiction into its data", () => {
      expect(credentialOf({ type: "kyc", jurisdiction: "US-CA" }, true)).to.deep.equal({
        typeId: CREDENTIAL_TYPES.kyc,
        data: kycDataOf("US-CA"),
        label: "kyc US-CA",
      });
    });
    for (const type of ["sanctioned", "consent"] as const) {
      it(`it should need nothing else for ${type}`, () => {
        const typeId = CREDENTIAL_TYPES[type];
        expect(credentialOf({ type }, true)).to.deep.equal({ typeId, data: "0x", label: type });
      });
    }
    it("it should derive a licence's type", () => {
      const typeId = licenceTypeOf("insurance", "US-CA");
      const label = "licence insurance US-CA";
      expect(credentialOf(LICENCE, true)).to.deep.equal({ typeId, data: "0x", label });
    });
    it("it should derive a transfer's type", () => {
      const typeId = transferTypeOf("GDPR");
      const request = { typeId, data: "0x", label: "transfer GDPR" };
      expect(credentialOf({ type: "transfer", regime: "GDPR" }, true)).to.deep.equal(request);
    });
  });

  describe("given a credential that exists already", () => {
    it("it should not ask for the jurisdiction", () => {
      expect(credentialOf({ type: "kyc" }, false).typeId).to.equal(CREDENTIAL_TYPES.kyc);
    });
    it("throws when the jurisdiction is given: a renewal would not change it", () => {
      expect(() => credentialOf({ type: "kyc", jurisdiction: "DE" }, false)).to.throw(
        LeadEngineError,
        "--jurisdiction does not apply to --type kyc.",
      );
    });
  });

  const faults: readonly (readonly [CredentialOptions, string, string])[] = [
    [{ type: undefined }, "No --type is given.", "kyc, sanctioned, consent, licence, transfer"],
    [{ type: "passport" }, "--type passport is unknown.", "kyc, sanctioned"],
    [{ type: "kyc" }, "--type kyc needs --jurisdiction.", "--jurisdiction US-CA"],
    [
      { type: "licence", region: "US-CA" },
      "--type licence needs --vertical.",
      "--vertical insurance",
    ],
    [
      { type: "licence", vertical: "insurance" },
      "--type licence needs --region.",
      "--region US-CA",
    ],
    [{ type: "transfer" }, "--type transfer needs --regime.", "--regime GDPR"],
    [{ type: "consent", region: "US" }, "--region does not apply to --type consent.", "Leave"],
    [{ ...LICENCE, region: "California" }, "--region California is not a region.", "ISO 3166"],
    [{ ...LICENCE, region: "us-ca" }, "--region us-ca is not a region.", "ISO 3166"],
    [{ type: "kyc", jurisdiction: "CN" }, "No transfer rule is known for CN", "US, CA, MX"],
    [
      { ...LICENCE, vertical: "insurance.auto" },
      "--vertical insurance.auto is not a root vertical.",
      "--vertical insurance",
    ],
    [
      { ...LICENCE, vertical: "boats" },
      "--vertical boats is not a root vertical.",
      "solar, mortgage",
    ],
    [{ type: "transfer", regime: "gdpr" }, "--regime gdpr is unknown.", "GDPR"],
  ];
  for (const [options, message, next] of faults) {
    it(`throws for ${JSON.stringify(options)}`, () => {
      expect(() => credentialOf(options, true))
        .to.throw(LeadEngineError, message)
        .with.property("next")
        .that.includes(next);
    });
  }
});

describe("tasks: credentialName", () => {
  for (const [options, name] of [
    [{ type: "kyc", jurisdiction: "DE" }, "kyc"],
    [{ type: "sanctioned" }, "sanctioned"],
    [LICENCE, "licence insurance US-CA"],
    [{ ...LICENCE, region: "US" }, "licence insurance US"],
    [{ ...LICENCE, region: "DE" }, "licence insurance DE"],
    [{ type: "transfer", regime: "UK-GDPR" }, "transfer UK-GDPR"],
  ] as const) {
    it(`it should know ${name}`, () => {
      expect(credentialName(credentialOf(options, true).typeId)).to.equal(name);
    });
  }
  it("it should know a region's licence when it is told the region", () => {
    const typeId = licenceTypeOf("legal", "DE-BY");
    expect(credentialName(typeId, ["DE-BY"])).to.equal("licence legal DE-BY");
  });
  it("it should show the id of a type that it does not know", () => {
    const typeId = licenceTypeOf("legal", "DE-BY");
    expect(credentialName(typeId)).to.equal(typeId);
  });
});
