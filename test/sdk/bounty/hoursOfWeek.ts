import { expect } from "chai";
import fc from "fast-check";

import { ALL_HOURS, hoursText, parseHours } from "../../../deploy/sdk/bounty/hoursOfWeek.ts";
import { LeadEngineError } from "../../../deploy/sdk/errors/leadEngineError.ts";

const bits = (hours: bigint) =>
  [...Array(168).keys()].filter((hour) => (hours >> BigInt(hour)) & 1n);

describe("hours of the week", () => {
  it("are a bit for each hour, from Monday 00:00 UTC", () => {
    expect(bits(parseHours("Mon 0-1"))).to.deep.equal([0]);
    expect(bits(parseHours("Mon-Tue 8-10, sun 23-24"))).to.deep.equal([8, 9, 32, 33, 167]);
    expect(bits(parseHours("Sun-Mon 5-6"))).to.deep.equal([5, 149]);
    expect(bits(parseHours("Sat"))).to.have.length(24);
    expect(parseHours("always")).to.equal(ALL_HOURS);
  });

  it("read back as they were written", () => {
    for (const text of ["Mon-Fri 8-18", "Mon-Fri 8-12, Mon-Fri 13-18, Sat 9-12", "Sun", "always"]) {
      expect(hoursText(parseHours(text))).to.equal(text);
    }
  });

  it("have a text for any set of hours, which means the same set", () => {
    fc.assert(
      fc.property(fc.bigInt(1n, ALL_HOURS), (hours) => {
        expect(parseHours(hoursText(hours))).to.equal(hours);
      }),
    );
  });

  for (const text of ["", "Mon-", "Mox 8-18", "Mon 18-8", "Mon 8-25", "Mon 8-18;Tue", "8-18"]) {
    it(`are not "${text}"`, () => {
      expect(() => parseHours(text))
        .to.throw(LeadEngineError)
        .with.property("code", "INVALID_HOURS");
    });
  }
});
