import { expect } from "chai";
import fc from "fast-check";

import { SUB_SCORE_NAMES } from "../../deploy/sdk/lead/scoreParts.ts";
import { explainScore, scoreLead } from "../../deploy/workflows/scoring/scoreLead.ts";
import { anyLead, NOW, profileOf, sampleLead } from "../fixtures/leads.ts";
import { anyChecks, GOOD_CHECKS } from "../fixtures/vendorChecks.ts";

/** What a browser says of the consumer's device. */
const DEVICE = {
  ipAddress: "8.8.4.4",
  userAgent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) Safari/605.1.15",
};

describe("scoring: scoreLead", () => {
  const profile = profileOf("solar.residential");

  describe("given a flawless lead", () => {
    const lead = sampleLead({ contact: DEVICE });
    it("it should be 10,000 when vendors confirm it", () => {
      expect(scoreLead(lead, profile, NOW, GOOD_CHECKS)).to.deep.equal({
        score: 10_000,
        subScores: [2_000, 2_000, 2_000, 2_000, 2_000],
      });
    });
    it("it should be 8,400 on form alone", () => {
      expect(scoreLead(lead, profile, NOW)).to.deep.equal({
        score: 8_400,
        subScores: [1_600, 1_600, 1_400, 2_000, 1_800],
      });
    });
  });

  describe("given a worthless lead", () => {
    it("it should be 0", () => {
      const lead = {
        vertical: profile.slug,
        region: "US-TX",
        source: "OFFSITE",
        consentTime: 0,
        contact: {},
        fields: {},
      } as const;
      expect(scoreLead(lead, profile, NOW)).to.deep.equal({
        score: 0,
        subScores: [0, 0, 0, 0, 0],
      });
    });
  });

  describe("given any lead", () => {
    it("it should leave its input alone", () => {
      fc.assert(
        fc.property(anyLead, anyChecks, (lead, checks) => {
          const copy = structuredClone({ lead, checks });
          scoreLead(lead, profileOf(lead.vertical), NOW, checks);
          expect({ lead, checks }).to.deep.equal(copy);
        }),
      );
    });
  });
});

describe("scoring: explainScore", () => {
  it("it should give points that add up to each sub-score, out of 2,000", () => {
    fc.assert(
      fc.property(anyLead, anyChecks, (lead, checks) => {
        const vertical = profileOf(lead.vertical);
        const { subScores } = scoreLead(lead, vertical, NOW, checks);
        const explained = explainScore(lead, vertical, NOW, checks);
        for (const [index, name] of SUB_SCORE_NAMES.entries()) {
          const sum = (key: "points" | "of") =>
            explained[name].reduce((total, reason) => total + reason[key], 0);
          expect(sum("points"), name).to.equal(subScores[index]);
          expect(sum("of"), name).to.equal(2_000);
        }
      }),
    );
  });

  it("it should say what costs points, and nothing of the personal data", () => {
    const contact = { email: "info@mailinator.com", phone: "212-867-5309", zip: "90210" };
    const lead = sampleLead({ contact, consentTime: NOW - 3 * 86_400, fields: {} });
    const explained = explainScore(lead, profileOf(lead.vertical), NOW);
    const reasons = Object.values(explained).flatMap((part) => part.map(({ what }) => what));
    expect(reasons).to.include.members([
      "the consent is 3 days old; it counts in full for 24 hours, and nothing from 30 days on",
      "the postal code belongs to another region",
      "the phone number is from elsewhere in the country",
      "the e-mail address is a throw-away one",
      "no vendor has confirmed the phone number",
      "the name does not look made up",
      "the device is not given in full",
      "no vendor has looked into the do-not-call list",
    ]);
    expect(reasons.join()).to.include("9 of 14 fields are missing: fields.ownOrRent");
    for (const value of Object.values(contact)) expect(reasons.join()).to.not.include(value);
  });

  it("it should say what vendors found", () => {
    const explained = explainScore(sampleLead(), profileOf("solar.residential"), NOW, {
      ...GOOD_CHECKS,
      phoneLine: { type: "voip", isActive: true },
      email: "risky",
      address: "undeliverable",
      doNotCall: "listed",
    });
    const reasons = Object.values(explained).flatMap((part) => part.map(({ what }) => what));
    expect(reasons).to.include.members([
      "a vendor confirms the certificate of the consent",
      "a vendor says that no mail arrives at the postal address",
      "a vendor cannot tell whether the mailbox takes mail",
      "a vendor confirms the phone number, of type voip",
      "the phone number is on the do-not-call list",
      "the phone number is not on the list of litigators",
    ]);
  });
});
