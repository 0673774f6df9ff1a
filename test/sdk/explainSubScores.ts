import { expect } from "chai";
import fc from "fast-check";

import { VENDOR_CHECKS } from "../../deploy/sdk/codes/enums.ts";
import { explainSubScores } from "../../deploy/sdk/lead/explainSubScores.ts";
import { SUB_SCORE_NAMES } from "../../deploy/sdk/lead/scoreParts.ts";

describe("explainSubScores", () => {
  it("should say of every part what it judges and how the lead did", () => {
    const explained = explainSubScores([2_000, 1_500, 1_000, 999, 0], []);
    expect(explained.map(({ part, says }) => `${part}: ${says}`)).to.deep.equal([
      "consent: full: how fresh the consumer's consent is, and whether a certificate proves it",
      "region: good: whether postal code, phone number, country and address belong to the lead's region",
      "contactability: fair: whether the consumer can be reached by e-mail and phone",
      "completeness: poor: how much is there of what the vertical's buyers need",
      "source: nothing: where the lead came from, and whether anything about it looks made up",
    ]);
  });

  it("should say which vendors gave no answer, and measure the part by the others", () => {
    const [consent, , contactability] = explainSubScores(
      [1_600, 1_200, 1_400, 2_000, 1_000],
      VENDOR_CHECKS,
    );
    expect(consent?.says).to.equal(
      "full: how fresh the consumer's consent is, and whether a certificate proves it; no vendor's word on the consent certificate (400 points)",
    );
    expect(contactability?.says).to.include(
      "no vendor's word on the phone line (300 points) and the mailbox (300 points)",
    );
  });

  it("should give a line for each part of any score", () => {
    const part = fc.nat(2_000);
    fc.assert(
      fc.property(
        fc.tuple(part, part, part, part, part),
        fc.subarray([...VENDOR_CHECKS]),
        (subScores, unanswered) => {
          const explained = explainSubScores(subScores, unanswered);
          expect(explained.map(({ part: name }) => name)).to.deep.equal([...SUB_SCORE_NAMES]);
          expect(explained.map(({ score }) => score)).to.deep.equal(subScores);
          for (const { says } of explained) {
            expect(says).to.match(/^(full|good|fair|poor|nothing): [^\n]+$/);
          }
        },
      ),
    );
  });

  it("throws RangeError for what is no score", () => {
    expect(() => explainSubScores([1, 2], [])).to.throw(RangeError, "a score has 5 parts, not 2");
    expect(() => explainSubScores([0, 0, 0, 0, 2_001], [])).to.throw(RangeError, "not 2001");
    expect(() => explainSubScores([0, 0, 0, 0, 0.5], [])).to.throw(RangeError, "not 0.5");
  });
});
