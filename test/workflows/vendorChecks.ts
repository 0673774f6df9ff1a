import { expect } from "chai";

import { answeredChecks } from "../../deploy/workflows/scoring/vendorChecks.ts";
import { unansweredChecks } from "../../deploy/sdk/codes/enums.ts";

describe("answeredChecks", () => {
  for (const [checks, bits] of [
    [{}, 0],
    [{ phoneReachable: false }, 1],
    [{ emailDeliverable: true }, 2],
    [{ phoneReachable: true, emailDeliverable: false }, 3],
  ] as const) {
    it(`should be ${bits} for the answers ${JSON.stringify(checks)}, whatever they say`, () => {
      expect(answeredChecks(checks)).to.equal(bits);
    });
  }
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
