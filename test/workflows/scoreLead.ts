import { expect } from "chai";
import fc from "fast-check";

import {
  explainScore,
  scoreLead,
  SUB_SCORE_NAMES,
} from "../../deploy/workflows/scoring/scoreLead.ts";
import { anyLead, NOW, profileOf, sampleLead } from "../fixtures/leads.ts";

const CONFIRMED = { emailDeliverable: true, phoneReachable: true };
const anyChecks = fc.record(
  { emailDeliverable: fc.boolean(), phoneReachable: fc.boolean() },
  { requiredKeys: [] },
);

describe("scoring: scoreLead", () => {
  const profile = profileOf("solar.residential");

  describe("given a flawless lead", () => {
    it("it should be 10,000 when vendors confirm it", () => {
      expect(scoreLead(sampleLead(), profile, NOW, CONFIRMED)).to.deep.equal({
        score: 10_000,
        subScores: [2_000, 2_000, 2_000, 2_000, 2_000],
      });
    });
    it("it should be 9,400 on form alone", () => {
      expect(scoreLead(sampleLead(), profile, NOW)).to.deep.equal({
        score: 9_400,
        subScores: [2_000, 2_000, 1_400, 2_000, 2_000],
      });
    });
  });

  describe("given a worthless lead", () => {
    it("it should come to its source's points", () => {
      const lead = {
        vertical: profile.slug,
        region: "US-TX",
        source: "OFFSITE",
        consentTime: 0,
        contact: {},
        fields: {},
      } as const;
      expect(scoreLead(lead, profile, NOW)).to.deep.equal({
        score: 1_000,
        subScores: [0, 0, 0, 0, 1_000],
      });
    });
  });

  describe("given any lead", () => {
    it("it should have five parts of 0 to 2,000 in whole numbers that add up to the score", () => {
      fc.assert(
        fc.property(anyLead, anyChecks, (lead, checks) => {
          const { score, subScores } = scoreLead(lead, profileOf(lead.vertical), NOW, checks);
          expect(subScores).to.have.length(SUB_SCORE_NAMES.length);
          for (const part of subScores) {
            expect(Number.isInteger(part) && part >= 0 && part <= 2_000).to.equal(true);
          }
          expect(score).to.equal(subScores.reduce((a, b) => a + b));
        }),
      );
    });
    it("it should give the same score for the same input, in whatever order its keys come", () => {
      fc.assert(
        fc.property(anyLead, anyChecks, (lead, checks) => {
          const copy = {
            ...lead,
            fields: Object.fromEntries(Object.entries(lead.fields).reverse()),
            contact: Object.fromEntries(Object.entries(lead.contact).reverse()),
          };
          const vertical = profileOf(lead.vertical);
          expect(scoreLead(copy, vertical, NOW, checks)).to.deep.equal(
            scoreLead(lead, vertical, NOW, checks),
          );
        }),
      );
    });
    it("it should never gain by growing older", () => {
      fc.assert(
        fc.property(anyLead, fc.nat(40 * 86_400), (lead, wait) => {
          const vertical = profileOf(lead.vertical);
          const observedAt = Math.max(NOW, lead.consentTime);
          const before = scoreLead(lead, vertical, observedAt).score;
          return scoreLead(lead, vertical, observedAt + wait).score <= before;
        }),
      );
    });
    it("it should never gain by leaving something out", () => {
      fc.assert(
        fc.property(anyLead, fc.nat(), (lead, choice) => {
          const vertical = profileOf(lead.vertical);
          const names = Object.keys(lead.contact);
          const dropped = names[choice % names.length] as string;
          const contact = Object.fromEntries(
            Object.entries(lead.contact).filter(([name]) => name !== dropped),
          );
          const whole = scoreLead(lead, vertical, NOW).score;
          return scoreLead({ ...lead, contact }, vertical, NOW).score <= whole;
        }),
      );
    });
    it("it should leave its input alone", () => {
      fc.assert(
        fc.property(anyLead, (lead) => {
          const copy = structuredClone(lead);
          scoreLead(lead, profileOf(lead.vertical), NOW);
          expect(lead).to.deep.equal(copy);
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
      "nothing about the contact looks made up",
    ]);
    expect(reasons.join()).to.include("9 of 16 fields are missing: fields.ownOrRent");
    for (const value of Object.values(contact)) expect(reasons.join()).to.not.include(value);
  });
});
