import { expect } from "chai";
import fc from "fast-check";

import { consentScore as scoreOf } from "../../deploy/workflows/scoring/subScores/consent.ts";
import type { VendorChecks } from "../../deploy/workflows/scoring/vendorChecks.ts";
import { NOW } from "../fixtures/leads.ts";

const DAY = 86_400;
const PROVEN = { isGenuine: true, matchesTime: true, matchesContact: true };

/** Of a consent that a certificate proves, unless `checks` say otherwise. */
const consentScore = (
  consentTime: number,
  observedAt: number,
  checks: VendorChecks = { certificate: PROVEN },
): number => scoreOf({ consentTime }, observedAt, checks);

describe("scoring: consentScore", () => {
  describe("given consent that counts in full", () => {
    for (const age of [0, 1, DAY - 1, DAY]) {
      it(`it should be 2,000 at an age of ${age} s`, () => {
        expect(consentScore(NOW - age, NOW)).to.equal(2_000);
      });
    }
  });

  describe("given consent older than 24 hours", () => {
    it("it should lie halfway down halfway through the decay", () => {
      expect(consentScore(NOW - (DAY + (29 * DAY) / 2), NOW)).to.equal(1_000);
    });
    it("it should round both its shares down", () => {
      expect(consentScore(NOW - DAY - 1, NOW)).to.equal(1_998);
    });
    it("it should be 0 in the last second before 30 days", () => {
      expect(consentScore(NOW - 30 * DAY + 1, NOW)).to.equal(0);
    });
    it("it should stay 0 from 30 days on", () => {
      expect(consentScore(NOW - 30 * DAY, NOW)).to.equal(0);
      expect(consentScore(NOW - 300 * DAY, NOW)).to.equal(0);
    });
  });

  describe("given no consent", () => {
    it("it should be 0", () => {
      expect(consentScore(0, NOW)).to.equal(0);
    });
    it("it should be 0 even at the beginning of time", () => {
      expect(consentScore(0, 0)).to.equal(0);
    });
  });

  describe("given consent in the future", () => {
    it("it should be 0", () => {
      expect(consentScore(NOW + 1, NOW)).to.equal(0);
    });
  });

  describe("given no vendor's word on a certificate", () => {
    it("it should end at 1,600, and lose 400 of 2,000 at any age", () => {
      expect(consentScore(NOW, NOW, {})).to.equal(1_600);
      expect(consentScore(NOW - (DAY + (29 * DAY) / 2), NOW, {})).to.equal(800);
    });
  });

  describe("given a certificate that does not prove the consent", () => {
    for (const flaw of ["isGenuine", "matchesTime", "matchesContact"]) {
      it(`it should be 0 without ${flaw}`, () => {
        const certificate = { ...PROVEN, [flaw]: false };
        expect(consentScore(NOW, NOW, { certificate })).to.equal(0);
      });
    }
  });

  it("it should never rise as consent ages, and fall by a point for each share in 12 minutes at most", () => {
    const age = fc.integer({ min: 0, max: 40 * DAY });
    fc.assert(
      fc.property(age, fc.integer({ min: 0, max: 1_252 }), (older, step) => {
        const before = consentScore(NOW - older, NOW);
        const after = consentScore(NOW - older - step, NOW);
        return after <= before && before - after <= 2;
      }),
    );
  });
});
