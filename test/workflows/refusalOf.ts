import { expect } from "chai";

import { packageCodes } from "../../deploy/sdk/errors/packageCodes.ts";
import { refusalOf } from "../../deploy/workflows/scoring/refusalOf.ts";
import { GOOD_CHECKS } from "../fixtures/vendorChecks.ts";

const PROVEN = GOOD_CHECKS.certificate;

describe("scoring: refusalOf", () => {
  it("it should tell the seller what to do", () => {
    expect(packageCodes).to.include.keys("LITIGATOR", "DO_NOT_CALL");
  });
  it("it should let a lead pass that is on no list", () => {
    expect(refusalOf(GOOD_CHECKS)).to.equal(undefined);
  });
  it("it should let a lead pass whose lists nobody looked into", () => {
    expect(refusalOf({})).to.equal(undefined);
  });
  it("it should refuse a litigator's number, with proven consent too", () => {
    expect(refusalOf({ litigator: "listed" })).to.equal("LITIGATOR");
    expect(refusalOf({ litigator: "listed", certificate: PROVEN })).to.equal("LITIGATOR");
  });
  it("it should refuse a number on a do-not-call list without proven consent", () => {
    expect(refusalOf({ doNotCall: "listed" })).to.equal("DO_NOT_CALL");
    for (const flaw of ["isGenuine", "matchesTime", "matchesContact"]) {
      const certificate = { ...PROVEN, [flaw]: false };
      expect(refusalOf({ doNotCall: "listed", certificate }), flaw).to.equal("DO_NOT_CALL");
    }
  });
  it("it should let proven consent lift the do-not-call list", () => {
    expect(refusalOf({ doNotCall: "listed", certificate: PROVEN })).to.equal(undefined);
  });
});
