import { expect } from "chai";

import { unansweredChecks, VENDOR_CHECKS } from "../../deploy/sdk/codes/enums.ts";
import { CHECK_WORTHS } from "../../deploy/sdk/lead/scoreParts.ts";
import { answeredChecks, ANSWER_NAMES } from "../../deploy/workflows/scoring/vendorChecks.ts";
import { GOOD_CHECKS } from "../fixtures/vendorChecks.ts";

describe("answeredChecks", () => {
  it("should be a bit for each check, in the order that the chain knows", () => {
    const unanswered = ANSWER_NAMES.map((name) => {
      const { [name]: _left, ...others } = GOOD_CHECKS;
      return [name, ...unansweredChecks(answeredChecks(others))];
    });
    expect(unanswered).to.deep.equal([
      ["phoneLine", "PhoneLine"],
      ["email", "Email"],
      ["address", "Address"],
      ["certificate", "ConsentCertificate"],
      ["doNotCall", "DoNotCallList"],
      ["litigator", "LitigatorList"],
    ]);
  });
  it("should be none without vendors, and all with all of them", () => {
    expect(answeredChecks({})).to.equal(0);
    expect(answeredChecks(GOOD_CHECKS)).to.equal(0b111111);
  });
  it("should count bad answers too", () => {
    expect(answeredChecks({ email: "undeliverable", litigator: "listed" })).to.equal(0b100010);
  });
});

describe("unansweredChecks", () => {
  it("should name the checks whose bits are not set", () => {
    expect(unansweredChecks(0b111111)).to.deep.equal([]);
    expect(unansweredChecks(0b000011)).to.deep.equal([
      "Address",
      "ConsentCertificate",
      "DoNotCallList",
      "LitigatorList",
    ]);
    expect(unansweredChecks(0b111110)).to.deep.equal(["PhoneLine"]);
  });
});

describe("what checks are worth", () => {
  it("should be known of every check", () => {
    expect(Object.keys(CHECK_WORTHS)).to.deep.equal([...VENDOR_CHECKS]);
  });
});
