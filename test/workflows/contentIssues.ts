import { expect } from "chai";
import fc from "fast-check";

import type { Contact, Lead } from "../../deploy/sdk/lead/lead.ts";
import { contentIssuesOf } from "../../deploy/workflows/scoring/contentIssues.ts";
import { generateLeads } from "../../deploy/local/leads/generateLeads.ts";
import { NOW, sampleLead } from "../fixtures/leads.ts";

const pathsOf = (lead: Lead) => contentIssuesOf(lead).map(({ path }) => path);
const withContact = (contact: Contact, region = "US-TX") =>
  pathsOf(sampleLead({ region, contact }));

describe("scoring: contentIssuesOf", () => {
  it("it should find nothing in a good lead", () => {
    expect(contentIssuesOf(sampleLead())).to.deep.equal([]);
  });

  it("it should find nothing in what a lead leaves out", () => {
    const contact: Contact = { email: "maria.torres@fastmail.com" };
    expect(contentIssuesOf({ ...sampleLead(), contact })).to.deep.equal([]);
  });

  it("it should find nothing worse than a mailbox or a number in any generated lead", () => {
    const seeds = fc.string().map((seed) => generateLeads({ seed, count: 1, now: NOW })[0] as Lead);
    fc.assert(
      fc.property(seeds, (lead) =>
        pathsOf(lead).every((path) => path === "contact.email" || path === "contact.phone"),
      ),
    );
  });

  describe("given a region", () => {
    for (const region of [
      "US-TX",
      "US-DC",
      "US-PR",
      "US-AS",
      "CA-NU",
      "CA-PE",
      "US",
      "CA",
      "DE-BY",
    ]) {
      it(`it should accept ${region}`, () => {
        expect(pathsOf({ ...sampleLead(), contact: {}, region })).to.deep.equal([]);
      });
    }
    for (const region of ["US-ZZ", "US-ON", "CA-TX"]) {
      it(`it should refuse ${region}`, () => {
        expect(pathsOf({ ...sampleLead(), contact: {}, region })).to.deep.equal(["region"]);
      });
    }
  });

  describe("given a country in the contact", () => {
    it("it should accept the region's and any that is known", () => {
      expect(
        withContact({ country: "PE", phone: "+51 1 6130000", zip: "15001" }, "PE"),
      ).to.deep.equal([]);
      expect(withContact({ country: "CA", zip: "M5V 2T6" })).to.deep.equal([]);
    });
    it("it should refuse another", () => {
      expect(withContact({ country: "KP", phone: undefined })).to.deep.equal(["contact.country"]);
    });
  });

  describe("given a phone number", () => {
    for (const phone of ["(512) 867-5309", "+49 30 901820", "1-512-867-5309"]) {
      it(`it should accept ${phone}`, () => {
        expect(withContact({ phone })).to.deep.equal([]);
      });
    }
    for (const phone of ["12", "call me", "(112) 867-5309", "+1 512 911 5309", "+00000000"]) {
      it(`it should refuse ${phone}`, () => {
        expect(withContact({ phone })).to.deep.equal(["contact.phone"]);
      });
    }
  });

  describe("given an e-mail address", () => {
    for (const email of ["maria", "maria@", "maria@torres", "@fastmail.com", "a b@fastmail.com"]) {
      it(`it should refuse ${email}`, () => {
        expect(withContact({ email })).to.deep.equal(["contact.email"]);
      });
    }
  });

  describe("given a postal code", () => {
    it("it should accept one of the country's form that is in use, wherever it is", () => {
      for (const zip of ["78704", "78704-1234", "10001", "09012", "96201"]) {
        expect(withContact({ zip }), zip).to.deep.equal([]);
      }
      expect(
        withContact({ zip: "10117", country: "DE", phone: "+49 30 901820" }, "DE"),
      ).to.deep.equal([]);
    });
    for (const zip of ["787", "7870A", "00000", "M5V 2T6"]) {
      it(`it should refuse ${zip} in the United States`, () => {
        expect(withContact({ zip })).to.deep.equal(["contact.zip"]);
      });
    }
    it("it should refuse one that no province of Canada has", () => {
      expect(withContact({ zip: "D5V 2T6", country: "CA" }, "CA-ON")).to.deep.equal([
        "contact.zip",
      ]);
    });
    it("it should accept anything where the country has none, or its form is not known", () => {
      const phone = "+852 2810 2770";
      expect(withContact({ zip: "999077", country: "HK", phone }, "HK")).to.deep.equal([]);
    });
  });

  it("it should never repeat a value: it may be personal data", () => {
    const contact = { phone: "12-secret", email: "secret", zip: "secret" };
    const issues = contentIssuesOf(sampleLead({ contact, region: "US-ZZ" }));
    expect(issues).to.have.length(4);
    expect(JSON.stringify(issues)).to.not.match(/secret|ZZ/);
  });
});
