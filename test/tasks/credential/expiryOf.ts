import { expect } from "chai";

import { LeadEngineError } from "../../../deploy/sdk/errors/leadEngineError.ts";
import { expiryOf, NEVER } from "../../../tasks/compliance/expiry.ts";

/** 2026-11-22 12:00:00 UTC. */
const NOW = 1_795_348_800;

describe("tasks: expiryOf", () => {
  for (const [text, seconds] of [
    ["12h", 12 * 3_600],
    ["90d", 90 * 86_400],
    ["2w", 14 * 86_400],
    ["1y", 365 * 86_400],
  ] as const) {
    it(`it should count ${text} from now`, () => {
      expect(expiryOf(text, NOW)).to.equal(NOW + seconds);
    });
  }
  for (const [text, iso] of [
    ["2027-06-30", "2027-06-30T00:00:00Z"],
    ["2027-06-30T12:30Z", "2027-06-30T12:30:00Z"],
    ["2028-02-29T23:59:59Z", "2028-02-29T23:59:59Z"],
  ] as const) {
    it(`it should read ${text} as UTC`, () => {
      expect(expiryOf(text, NOW)).to.equal(Date.parse(iso) / 1_000);
    });
  }
  it("it should have no end for never", () => {
    expect(expiryOf("never", NOW)).to.equal(NEVER);
  });
  for (const text of [
    "",
    "0d",
    "-1d",
    "1.5d",
    "1m",
    "tomorrow",
    "2027-02-30",
    "2027-13-01",
    "99999999d",
  ]) {
    it(`throws for "${text}"`, () => {
      expect(() => expiryOf(text, NOW)).to.throw(
        LeadEngineError,
        `--expires ${text} is not a time.`,
      );
    });
  }
  for (const text of ["30.06.2027", "2027-06-30T12:30+02:00", "999999y"]) {
    it(`throws for "${text}", a time that the registry cannot hold or that is ambiguous`, () => {
      expect(() => expiryOf(text, NOW)).to.throw(LeadEngineError, "is not a time");
    });
  }
  for (const text of ["2026-11-22", "2026-11-22T12:00Z", "1999-12-31"]) {
    it(`throws for ${text}, which is past`, () => {
      expect(() => expiryOf(text, NOW))
        .to.throw(LeadEngineError, `--expires ${text} is not in the future.`)
        .with.property("next")
        .that.includes("90d");
    });
  }
});
