import { expect } from "chai";

import { phoneRegionOf } from "../../deploy/workflows/scoring/phoneRegion.ts";
import { postalRegionOf } from "../../deploy/workflows/scoring/postalRegion.ts";
import { US_AREA_CODES } from "../../deploy/workflows/scoring/data/areaCodes.ts";
import { US_ZIP_PREFIXES } from "../../deploy/workflows/scoring/data/usZipPrefixes.ts";

describe("scoring: tables of regions", () => {
  it("it should know the ZIP codes and the area codes of the same states and territories", () => {
    expect(Object.keys(US_ZIP_PREFIXES).sort()).to.deep.equal(Object.keys(US_AREA_CODES).sort());
    expect(Object.keys(US_ZIP_PREFIXES)).to.have.length(50 + 1 + 3);
  });
  it("it should give no ZIP prefix to two states", () => {
    const prefixes = Object.values(US_ZIP_PREFIXES).flatMap((ranges) =>
      ranges.flatMap(([first, last]) =>
        Array.from({ length: last - first + 1 }, (_, i) => first + i),
      ),
    );
    expect(new Set(prefixes).size).to.equal(prefixes.length);
  });
  it("it should give no area code to two states", () => {
    const codes = Object.values(US_AREA_CODES).flat();
    expect(new Set(codes).size).to.equal(codes.length);
  });
  for (const [zip, region] of [
    ["78704", "US-TX"],
    ["88510", "US-TX"],
    ["90210", "US-CA"],
    ["02139", "US-MA"],
    ["10001", "US-NY"],
    ["00501", "US-NY"],
    ["20001", "US-DC"],
    ["99501", "US-AK"],
    ["09012", undefined],
  ] as const) {
    it(`it should find ${zip} in ${region ?? "no state"}`, () => {
      expect(postalRegionOf("US", zip)).to.equal(region);
    });
  }
  for (const [phone, region] of [
    ["+12125550100", "US-NY"],
    ["+16045550100", "CA-BC"],
    ["+35315550100", "IE"],
    ["+495550100", "DE"],
    ["+18005550100", undefined],
    ["+18765550100", undefined],
  ] as const) {
    it(`it should find ${phone} in ${region ?? "no region"}`, () => {
      expect(phoneRegionOf(phone)).to.equal(region);
    });
  }
});
