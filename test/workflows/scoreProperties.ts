import { expect } from "chai";
import fc from "fast-check";

import { CONTACT_FIELDS, type Contact, type Lead } from "../../deploy/sdk/lead/lead.ts";
import type { FieldValue } from "../../deploy/sdk/lead/publicFields.ts";
import { MAX_SUB_SCORE, SUB_SCORE_NAMES } from "../../deploy/sdk/lead/scoreParts.ts";
import { scoreLead } from "../../deploy/workflows/scoring/scoreLead.ts";
import { validateLead } from "../../deploy/workflows/scoring/validateLead.ts";
import { ANSWER_NAMES, type VendorChecks } from "../../deploy/workflows/scoring/vendorChecks.ts";
import { anyLead, NOW, profileOf, PROFILES, sampleLead } from "../fixtures/leads.ts";
import { anyChecks, GOOD_CHECKS, RANKED_ANSWERS } from "../fixtures/vendorChecks.ts";

const RUNS = { numRuns: 300 };

const partsOf = (lead: Lead, checks: VendorChecks = {}, observedAt = NOW): readonly number[] =>
  scoreLead(lead, profileOf(lead.vertical), observedAt, checks).subScores;

/** No part of `after` is lower than in `before`. */
function expectNoneLower(after: readonly number[], before: readonly number[]): void {
  for (const [index, name] of SUB_SCORE_NAMES.entries()) {
    expect(after[index], name).to.be.at.least(before[index] as number);
  }
}

/** An object with its entries in the order that `keys` sorts them into. */
const shuffled = <T extends object>(value: T, keys: readonly number[]): T =>
  Object.fromEntries(
    Object.entries(value)
      .map((entry, index) => ({ entry, key: keys[index % keys.length] ?? 0 }))
      .sort((a, b) => a.key - b.key)
      .map(({ entry }) => entry),
  ) as T;

const anyOrder = fc.array(fc.integer(), { minLength: 30, maxLength: 30 });

describe("scoring: what holds for any lead", () => {
  it("it should have five parts of 0 to 2,000 in whole numbers that add up to the score", () => {
    fc.assert(
      fc.property(anyLead, anyChecks, (lead, checks) => {
        const { score, subScores } = scoreLead(lead, profileOf(lead.vertical), NOW, checks);
        expect(subScores).to.have.length(SUB_SCORE_NAMES.length);
        for (const part of subScores) {
          expect(Number.isInteger(part) && part >= 0 && part <= MAX_SUB_SCORE).to.equal(true);
        }
        expect(score).to.equal(subScores.reduce((a, b) => a + b));
      }),
      RUNS,
    );
  });

  it("it should give the same input the same score, in whatever order its fields come", () => {
    fc.assert(
      fc.property(anyLead, anyChecks, anyOrder, (lead, checks, order) => {
        const copy = {
          ...shuffled(lead, order),
          fields: shuffled(lead.fields, order),
          contact: shuffled(lead.contact, order),
        };
        expect(partsOf(copy, shuffled(checks, order))).to.deep.equal(partsOf(lead, checks));
      }),
      RUNS,
    );
  });

  for (const name of ANSWER_NAMES) {
    it(`it should lower no part when the answer about ${name} is better`, () => {
      const ranks = RANKED_ANSWERS[name];
      const rank = fc.nat(ranks.length - 1);
      fc.assert(
        fc.property(anyLead, anyChecks, rank, rank, (lead, checks, one, other) => {
          const parts = [Math.min(one, other), Math.max(one, other)].map((index) =>
            partsOf(lead, { ...checks, [name]: ranks[index] }),
          );
          expectNoneLower(parts[1] ?? [], parts[0] ?? []);
        }),
        RUNS,
      );
    });
  }

  it("it should lower no part when the consent is fresher", () => {
    const age = fc.nat(40 * 86_400);
    fc.assert(
      fc.property(anyLead, anyChecks, age, age, (lead, checks, one, other) => {
        const [fresh, old] = [Math.min(one, other), Math.max(one, other)];
        const at = (seconds: number) => partsOf({ ...lead, consentTime: NOW - seconds }, checks);
        expectNoneLower(at(fresh), at(old));
      }),
      RUNS,
    );
  });

  it("it should lower no part when another answer to the vertical's questions is given", () => {
    fc.assert(
      fc.property(anyLead, anyChecks, fc.nat(), (lead, checks, choice) => {
        const names = Object.keys(lead.fields);
        const dropped = names[choice % Math.max(1, names.length)];
        const fields = Object.fromEntries(
          Object.entries(lead.fields).filter(([name]) => name !== dropped),
        );
        expectNoneLower(partsOf(lead, checks), partsOf({ ...lead, fields }, checks));
      }),
      RUNS,
    );
  });

  it("it should lower no part when more of the contact is given, however poor it is", () => {
    // A wrong country is another matter: national phone numbers are read in it.
    const name = fc.constantFrom(...CONTACT_FIELDS.filter((field) => field !== "country"));
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom("test", "aaa", "x1234567890@mailinator.com", "127.0.0.1", "curl/8", "00000"),
    );
    fc.assert(
      fc.property(anyLead, anyChecks, name, value, (lead, checks, field, poor) => {
        const { [field]: given, ...contact } = lead.contact;
        const without: Lead = { ...lead, contact };
        for (const added of [given, poor].filter((one) => one !== undefined)) {
          const more = { ...lead, contact: { ...contact, [field]: added } };
          expectNoneLower(partsOf(more, checks), partsOf(without, checks));
        }
      }),
      RUNS,
    );
  });

  it("it should lower no part when the consumer's own country is named", () => {
    fc.assert(
      fc.property(anyLead, anyChecks, (lead, checks) => {
        const { country: _country, ...contact } = lead.contact;
        expectNoneLower(partsOf(lead, checks), partsOf({ ...lead, contact }, checks));
      }),
      RUNS,
    );
  });
});

describe("scoring: what each part can be", () => {
  const DEVICE: Contact = { ipAddress: "8.8.4.4", userAgent: "Mozilla/5.0 Safari/605.1.15" };
  const whole = sampleLead({ contact: DEVICE });
  const poorest: Lead = {
    vertical: "solar.residential",
    region: "US-TX",
    source: "OFFSITE",
    consentTime: 0,
    contact: { email: "x1234567890@mailinator.com" },
    fields: {},
  };

  it("it should be 2,000 each for one valid lead", () => {
    const parts = partsOf(validateLead(whole, PROFILES), GOOD_CHECKS);
    expect(parts).to.deep.equal(Array(SUB_SCORE_NAMES.length).fill(MAX_SUB_SCORE));
  });

  it("it should be 0 each for another", () => {
    const parts = partsOf(validateLead(poorest, PROFILES));
    expect(parts).to.deep.equal(Array(SUB_SCORE_NAMES.length).fill(0));
  });

  it("it should reach both ends in every vertical", () => {
    for (const [slug, { fields, contactFields }] of PROFILES) {
      const answers = Object.entries(fields).map(([name, field]): [string, FieldValue] => {
        const answer =
          field.type === "band" ? field.edges[0] : field.type === "enum" ? field.options[0] : true;
        return [name, answer ?? 0];
      });
      const extra: Contact = Object.fromEntries(contactFields.map((name) => [name, "Owner"]));
      const contact: Contact = { ...extra, ...whole.contact };
      const best = { ...whole, vertical: slug, contact, fields: Object.fromEntries(answers) };
      expect(partsOf(validateLead(best, PROFILES), GOOD_CHECKS), slug).to.deep.equal(
        Array(SUB_SCORE_NAMES.length).fill(MAX_SUB_SCORE),
      );
      const worst = { ...poorest, vertical: slug };
      expect(partsOf(validateLead(worst, PROFILES)), slug).to.deep.equal(
        Array(SUB_SCORE_NAMES.length).fill(0),
      );
    }
  });
});
