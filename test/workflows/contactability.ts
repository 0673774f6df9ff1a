import { expect } from "chai";

import type { Contact } from "../../deploy/sdk/lead/lead.ts";
import { contactabilityScore } from "../../deploy/workflows/scoring/subScores/contactability.ts";
import type { VendorChecks } from "../../deploy/workflows/scoring/vendorChecks.ts";
import { sampleLead } from "../fixtures/leads.ts";

const score = (contact: Contact, checks?: VendorChecks): number =>
  contactabilityScore(sampleLead({ contact }), checks);
const emailOnly = (email: string): number => score({ email, phone: undefined });
const phoneOnly = (phone: string): number => score({ phone, email: undefined });

describe("scoring: contactabilityScore", () => {
  describe("given no vendor checks", () => {
    it("it should end at 1,400 for form alone", () => {
      expect(score({})).to.equal(1_400);
    });
    it("it should be 0 when nothing can be reached", () => {
      expect(score({ email: undefined, phone: undefined })).to.equal(0);
    });
  });

  describe("given an e-mail address", () => {
    it("it should give 700 to a person's address at a real domain", () => {
      expect(emailOnly("Maria.Torres@FastMail.com")).to.equal(700);
    });
    it("it should give 600 to a desk's", () => {
      expect(emailOnly("info+web@fastmail.com")).to.equal(600);
    });
    for (const domain of ["example.com", "mail.example.org", "acme.test", "host.invalid"]) {
      it(`it should give 500 at the reserved domain ${domain}`, () => {
        expect(emailOnly(`maria@${domain}`)).to.equal(500);
      });
    }
    for (const domain of ["mailinator.com", "x.mailinator.com", "yopmail.com"]) {
      it(`it should give nothing at the throw-away domain ${domain}`, () => {
        expect(emailOnly(`maria@${domain}`)).to.equal(0);
      });
    }
    it("it should not take notmailinator.com for mailinator.com", () => {
      expect(emailOnly("maria@notmailinator.com")).to.equal(700);
    });
    for (const email of [
      "maria",
      "maria@",
      "@x.com",
      "a b@x.com",
      "a..b@x.com",
      "a@x",
      "a@-x.com",
    ]) {
      it(`it should give nothing to ${email}`, () => {
        expect(emailOnly(email)).to.equal(0);
      });
    }
  });

  describe("given a phone number", () => {
    for (const phone of ["(512) 867-5309", "+1 512 867 5309", "1-512-867-5309", "512.867.5309"]) {
      it(`it should give 700 to ${phone}`, () => {
        expect(phoneOnly(phone)).to.equal(700);
      });
    }
    it("it should give 700 to a plausible one from overseas", () => {
      expect(phoneOnly("+44 20 7031 3000")).to.equal(700);
    });
    for (const [phone, why] of [
      ["(512) 555-0142", "set aside for fiction"],
      ["(800) 867-5309", "toll-free"],
      ["(512) 222-2222", "one digit"],
      ["(512) 234-5678", "ascending"],
      ["(512) 987-6543", "descending"],
    ] as const) {
      it(`it should give 400 to a number that is ${why}`, () => {
        expect(phoneOnly(phone)).to.equal(400);
      });
    }
    for (const phone of [
      "12345",
      "(112) 867-5309",
      "(512) 167-5309",
      "(512) 911-5309",
      "call me",
    ]) {
      it(`it should give nothing to ${phone}`, () => {
        expect(phoneOnly(phone)).to.equal(0);
      });
    }
  });

  describe("given vendor checks", () => {
    const mobile: VendorChecks = { phoneLine: { type: "mobile", isActive: true } };
    const confirmed: VendorChecks = { ...mobile, email: "deliverable" };
    it("it should be 2,000 when both channels are confirmed", () => {
      expect(score({}, confirmed)).to.equal(2_000);
    });
    for (const [type, points] of [
      ["mobile", 1_000],
      ["landline", 900],
      ["voip", 800],
      ["invalid", 0],
    ] as const) {
      it(`it should give ${points} to a number of type ${type}`, () => {
        const checks = { phoneLine: { type, isActive: true } };
        expect(score({ email: undefined }, checks)).to.equal(points);
      });
    }
    it("it should give 800 to an address at a host that does not say", () => {
      expect(score({ phone: undefined }, { email: "risky" })).to.equal(800);
    });
    it("it should lose the channel that a vendor found dead", () => {
      const dead: VendorChecks = { phoneLine: { type: "mobile", isActive: false } };
      expect(score({}, { email: "undeliverable" })).to.equal(700);
      expect(score({}, { ...dead, email: "deliverable" })).to.equal(1_000);
      expect(score({}, { ...dead, email: "undeliverable" })).to.equal(0);
    });
    it("it should not be talked into a malformed or throw-away address", () => {
      for (const email of ["maria@", "m@yopmail.com"]) {
        expect(score({ email, phone: undefined }, { email: "deliverable" })).to.equal(0);
      }
    });
    it("it should not give points for a channel that is missing", () => {
      expect(score({ email: undefined }, confirmed)).to.equal(1_000);
    });
  });
});
