import { expect } from "chai";

import type { Contact } from "../../deploy/sdk/lead/lead.ts";
import { regionScore } from "../../deploy/workflows/scoring/subScores/region.ts";
import type { VendorChecks } from "../../deploy/workflows/scoring/vendorChecks.ts";
import { sampleLead } from "../fixtures/leads.ts";

/** With an address that a vendor confirms, unless `checks` say otherwise. */
const score = (
  region: string,
  contact: Contact,
  checks: VendorChecks = { address: "deliverable" },
): number => regionScore(sampleLead({ region, contact }), checks);

describe("scoring: regionScore", () => {
  describe("given a lead from a state of the United States", () => {
    it("it should be 2,000 when ZIP, phone and country agree with the state", () => {
      expect(score("US-TX", {})).to.equal(2_000);
    });
    it("it should accept ZIP+4", () => {
      expect(score("US-TX", { zip: "78704-1234" })).to.equal(2_000);
    });
    it("it should lose 800 for another state's ZIP", () => {
      expect(score("US-TX", { zip: "90210" })).to.equal(1_200);
    });
    it("it should lose 800 for a ZIP prefix that is not in use", () => {
      expect(score("US-TX", { zip: "00000" })).to.equal(1_200);
    });
    it("it should lose 800 for a malformed ZIP", () => {
      expect(score("US-TX", { zip: "7870" })).to.equal(1_200);
    });
    it("it should lose 800 without a ZIP", () => {
      expect(score("US-TX", { zip: undefined })).to.equal(1_200);
    });
    it("it should lose 300 for a phone number of another state", () => {
      expect(score("US-TX", { phone: "(213) 867-5309" })).to.equal(1_700);
    });
    it("it should lose 600 for a Canadian phone number", () => {
      expect(score("US-TX", { phone: "(416) 867-5309" })).to.equal(1_400);
    });
    it("it should lose 600 for a toll-free number", () => {
      expect(score("US-TX", { phone: "(800) 867-5309" })).to.equal(1_400);
    });
    it("it should lose 600 for a phone number from overseas", () => {
      expect(score("US-TX", { phone: "+44 20 7946 0958" })).to.equal(1_400);
    });
    it("it should lose 600 for a calling code that is not known", () => {
      expect(score("US-TX", { phone: "+7 495 123 4567" })).to.equal(1_400);
    });
    it("it should lose 600 without a phone number", () => {
      expect(score("US-TX", { phone: undefined })).to.equal(1_400);
    });
    it("it should lose 200 without a country", () => {
      expect(score("US-TX", { country: undefined })).to.equal(1_800);
    });
    it("it should earn only a phone number's 300 and the address's 400 when the state is wrong", () => {
      expect(score("US-CA", { country: undefined })).to.equal(700);
    });
    it("it should know leading zeros of the north-east and territories", () => {
      expect(score("US-NJ", { zip: "07104", phone: "973-867-5309" })).to.equal(2_000);
      expect(score("US-PR", { zip: "00907", phone: "787-867-5309" })).to.equal(2_000);
    });
  });

  describe("given no vendor's word on the address, or a bad one", () => {
    it("it should lose 400", () => {
      expect(score("US-TX", {}, {})).to.equal(1_600);
      expect(score("US-TX", {}, { address: "undeliverable" })).to.equal(1_600);
    });
  });

  describe("given a lead from the United States as a whole", () => {
    it("it should be 2,000 for any state", () => {
      expect(score("US", {})).to.equal(2_000);
    });
  });

  describe("given a lead from Canada", () => {
    const contact = { country: "CA", zip: "m5v 2t6", phone: "416 867 5309" };
    it("it should be 2,000 when postal code and phone are of the province", () => {
      expect(score("CA-ON", contact)).to.equal(2_000);
    });
    it("it should lose 1,100 when both are of another province", () => {
      expect(score("CA-BC", contact)).to.equal(900);
    });
  });

  describe("given a lead from another country", () => {
    const contact = { country: "DE", zip: "10115", phone: "030 1234567" };
    it("it should be 2,000 for the country and for any part of it", () => {
      expect(score("DE", contact)).to.equal(2_000);
      expect(score("DE-BE", contact)).to.equal(2_000);
    });
    it("it should lose 800 for a postal code of another form", () => {
      expect(score("DE", { ...contact, zip: "1011" })).to.equal(1_200);
    });
    it("it should not miss a postal code where there are none", () => {
      expect(score("AE-DU", { country: "AE", zip: undefined, phone: "+971 50 123 4567" })).to.equal(
        2_000,
      );
    });
    it("it should earn only the country's 200 and the address's 400 where nothing is known of it", () => {
      expect(score("IS", { country: "IS", zip: "101", phone: "+354 551 2345" })).to.equal(600);
    });
  });
});
