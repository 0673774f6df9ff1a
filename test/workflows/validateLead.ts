import { expect } from "chai";
import fc from "fast-check";

import { hasCode, LeadEngineError, type Issue } from "../../deploy/sdk/errors/leadEngineError.ts";
import { validateLead } from "../../deploy/workflows/scoring/validateLead.ts";
import { anyLead, NOW, PROFILES, sampleLead } from "../fixtures/leads.ts";

function issuesOf(input: unknown): readonly Issue[] {
  try {
    validateLead(input, PROFILES);
  } catch (error) {
    if (hasCode(error, "INVALID_LEAD")) return error.issues ?? [];
    throw error;
  }
  return [];
}
const pathsOf = (input: unknown): string[] => issuesOf(input).map(({ path }) => path);

describe("scoring: validateLead", () => {
  describe("given a good lead", () => {
    it("it should return it", () => {
      expect(validateLead(sampleLead(), PROFILES)).to.deep.equal(sampleLead());
    });
    it("it should trim text", () => {
      const lead = validateLead(sampleLead({ contact: { firstName: " Maria " } }), PROFILES);
      expect(lead.contact.firstName).to.equal("Maria");
    });
    it("it should accept any generated one", () => {
      fc.assert(fc.property(anyLead, (lead) => pathsOf(lead).length === 0));
    });
    it("it should accept terms", () => {
      const terms = { baseReserve: "95.50", maxFeeBps: 500, maxConvenienceFee: "0.25" };
      expect(validateLead(sampleLead({ terms }), PROFILES).terms).to.deep.equal(terms);
    });
    it("it should accept a certificate of consent, of either issuer", () => {
      for (const consentCertificate of [
        "https://cert.trustedform.com/eb9fc4dd9bed9ad451a5648946cf4bf09b5bb947",
        "A1B2C3D4-E5F6-A7B8-C9D0-E1F2A3B4C5D6",
      ]) {
        const lead = validateLead(sampleLead({ consentCertificate }), PROFILES);
        expect(lead.consentCertificate).to.equal(consentCertificate);
      }
    });
    it("it should accept one channel out of two", () => {
      expect(pathsOf(sampleLead({ contact: { email: "none" } }))).to.deep.equal([]);
      expect(pathsOf(sampleLead({ contact: { phone: undefined } }))).to.deep.equal([]);
    });
  });

  describe("given what is no lead", () => {
    for (const input of [undefined, null, 7, "lead", [], {}]) {
      it(`throws INVALID_LEAD for ${JSON.stringify(input)}`, () => {
        expect(issuesOf(input)).to.have.length(1);
      });
    }
  });

  describe("given a vertical that is not a known leaf", () => {
    for (const vertical of ["solar", "solar.lunar", "__proto__"]) {
      it(`throws INVALID_LEAD for ${vertical}`, () => {
        expect(issuesOf({ ...sampleLead(), vertical })).to.deep.equal([
          { path: "vertical", message: "is not a known leaf vertical" },
        ]);
      });
    }
  });

  const good = sampleLead();
  const bad: readonly (readonly [string, unknown])[] = [
    ["region", { ...good, region: "Texas" }],
    ["region", { ...good, region: "us-tx" }],
    ["source", { ...good, source: "FAX" }],
    ["consentTime", { ...good, consentTime: 1.5 }],
    ["consentTime", { ...good, consentTime: -1 }],
    ["consentTime", { ...good, consentTime: 2 ** 40 }],
    ["consentTime", { ...good, consentTime: new Date(NOW).toISOString() }],
    ["consentCertificate", { ...good, consentCertificate: "" }],
    ["consentCertificate", { ...good, consentCertificate: "http://cert.trustedform.com/eb9fc4dd" }],
    ["consentCertificate", { ...good, consentCertificate: "https://cert.trustedform.com.evil/eb" }],
    ["consentCertificate", { ...good, consentCertificate: "https://cert.trustedform.com/a?b" }],
    ["consentCertificate", { ...good, consentCertificate: "A1B2C3D4E5F6" }],
    ["", { ...good, extra: true }],
    ["contact", { ...good, contact: { ...good.contact, nickname: "Mia" } }],
    ["contact", { ...good, contact: { firstName: "Maria" } }],
    ["contact.firstName", sampleLead({ contact: { firstName: "  " } })],
    ["contact.firstName", sampleLead({ contact: { firstName: "Ma\u0000ria" } })],
    ["contact.lastName", sampleLead({ contact: { lastName: "x".repeat(61) } })],
    ["contact.country", sampleLead({ contact: { country: "USA" } })],
    ["contact.dateOfBirth", sampleLead({ contact: { dateOfBirth: "1.1.1990" } })],
    ["fields", { ...good, fields: { ...good.fields, shoeSize: 40 } }],
    ["fields.shading", { ...good, fields: { shading: "some" } }],
    ["fields.roofAge", { ...good, fields: { roofAge: -1 } }],
    ["fields.roofAge", { ...good, fields: { roofAge: "7" } }],
    ["fields.creditBand", { ...good, fields: { creditBand: 299 } }],
    ["terms.baseReserve", { ...good, terms: { baseReserve: 95.5 } }],
    ["terms.baseReserve", { ...good, terms: { baseReserve: "95.1234567" } }],
    ["terms.qualityPremiumBps", { ...good, terms: { qualityPremiumBps: 10_001 } }],
    ["terms.maxFeeBps", { ...good, terms: { maxFeeBps: 10_001 } }],
    ["terms.maxConvenienceFee", { ...good, terms: { maxConvenienceFee: "4000.01" } }],
    ["terms", { ...good, terms: { reserve: "1" } }],
  ];
  describe("given one thing that is wrong", () => {
    for (const [path, input] of bad) {
      it(`throws INVALID_LEAD that names ${path === "" ? "the unknown field" : path}`, () => {
        expect(pathsOf(input)).to.deep.equal([path]);
      });
    }
  });

  describe("given several things that are wrong", () => {
    it("it should name them all in one message", () => {
      const input = { ...good, region: "Texas", fields: { shading: "some" } };
      expect(() => validateLead(input, PROFILES)).to.throw(
        LeadEngineError,
        /^invalid lead: region: must be an ISO 3166 region such as US-CA or DE; fields\.shading: /,
      );
    });
  });

  it("it should never repeat a value: it may be personal data", () => {
    const secret = "Zyxwv-5128675309";
    const contactFields = Object.keys(good.contact);
    const places = [...contactFields.map((name) => ["contact", name]), ["fields", "shading"]];
    for (const [part, name] of places as [keyof typeof good, string][]) {
      for (const value of [[secret], { [name]: secret }, `${secret}\u0007${"x".repeat(500)}`]) {
        const input = { ...good, [part]: { ...(good[part] as object), [name]: value } };
        const issues = issuesOf(input);
        expect(issues, name).to.have.length.at.least(1);
        expect(JSON.stringify(issues)).not.to.include(secret);
      }
    }
  });
});
