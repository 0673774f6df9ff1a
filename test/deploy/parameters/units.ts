import { expect } from "chai";
import fc from "fast-check";

import { hexToRegion, regionToHex } from "../../../deploy/sdk/lead/region.ts";
import { dollarsOf, usdcOf } from "../../../deploy/sdk/codes/usdc.ts";

describe("parameters: units", () => {
  for (const [region, hex] of [
    ["US-CA", "0x55532d434100"],
    ["DE", "0x444500000000"],
    ["GB-ENG", "0x47422d454e47"],
  ] as const) {
    it(`it should write ${region} as ${hex} and read it back`, () => {
      expect(regionToHex(region)).to.equal(hex);
      expect(hexToRegion(hex)).to.equal(region);
    });
  }
  it("throws when a region is longer than six bytes", () => {
    expect(() => regionToHex("US-CALI")).to.throw(/exceed/);
  });
  for (const [dollars, usdc] of [
    ["85", 85_000_000n],
    ["0.000001", 1n],
    ["99.5", 99_500_000n],
  ] as const) {
    it(`it should read $${dollars} as ${usdc} units and write it back`, () => {
      expect(usdcOf(dollars)).to.equal(usdc);
      expect(dollarsOf(usdc)).to.equal(dollars);
    });
  }
  for (const dollars of ["", "-1", "1.0000001", "1e6", ".5", 1e21, Number.NaN]) {
    it(`throws RangeError for "${dollars}"`, () => {
      expect(() => usdcOf(dollars)).to.throw(RangeError, `${dollars} is not an amount of USDC`);
    });
  }
  it("it should read back whatever it wrote", () => {
    fc.assert(fc.property(fc.bigInt(0n, 2n ** 64n), (usdc) => usdcOf(dollarsOf(usdc)) === usdc));
  });
});
