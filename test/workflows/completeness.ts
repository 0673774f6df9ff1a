import { expect } from "chai";

import { completenessScore } from "../../deploy/workflows/scoring/subScores/completeness.ts";
import { profileOf, sampleLead } from "../fixtures/leads.ts";

const profile = profileOf("solar.residential");

describe("scoring: completenessScore", () => {
  describe("given a vertical with nine public fields and five contact fields besides phone and e-mail", () => {
    it("it should have just these", () => {
      expect(Object.keys(profile.fields)).to.have.length(9);
      expect(profile.contactFields).to.have.length(5 + 2);
    });
    it("it should be 2,000 when all are there", () => {
      expect(completenessScore(sampleLead(), profile)).to.equal(2_000);
    });
    it("it should lose a fourteenth for a missing public field", () => {
      const fields = { ...sampleLead().fields, shading: undefined };
      expect(completenessScore(sampleLead({ fields }), profile)).to.equal(1_857);
    });
    it("it should lose a fourteenth for a missing contact field", () => {
      const lead = sampleLead({ contact: { address: undefined } });
      expect(completenessScore(lead, profile)).to.equal(1_857);
    });
    it("it should count answers of false and 0", () => {
      const lead = sampleLead({ fields: { ...sampleLead().fields, roofAge: 0, shading: false } });
      expect(completenessScore(lead, profile)).to.equal(2_000);
    });
    it("it should be 714 with the contact fields only", () => {
      expect(completenessScore(sampleLead({ fields: {} }), profile)).to.equal(714);
    });
    it("it should not count fields that the vertical does not ask for", () => {
      const lead = sampleLead({ fields: { other: 1 }, contact: { jobTitle: "Owner" } });
      expect(completenessScore(lead, profile)).to.equal(714);
    });
  });

  describe("given a number of needs that does not divide 2,000", () => {
    it("it should round down", () => {
      const three = {
        ...profile,
        fields: {},
        contactFields: ["city", "zip", "email", "phone", "company"],
      } as const;
      expect(completenessScore(sampleLead(), three)).to.equal(1_333);
      expect(completenessScore(sampleLead({ contact: { phone: undefined } }), three)).to.equal(
        1_333,
      );
    });
  });

  describe("given a vertical that needs nothing", () => {
    it("it should be 2,000", () => {
      const nothing = { ...profile, fields: {}, contactFields: [] };
      expect(completenessScore(sampleLead(), nothing)).to.equal(2_000);
    });
  });
});
