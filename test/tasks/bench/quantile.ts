import { expect } from "chai";

import { quantile } from "../../../tasks/bench/statistics.ts";

describe("bench: quantile", () => {
  describe("given values in any order", () => {
    it("it should give the value that the share of them does not exceed", () => {
      const values = [9, 1, 5, 3, 7];
      expect(quantile(values, 0.5)).to.equal(5);
      expect(quantile(values, 0.99)).to.equal(9);
      expect(quantile(values, 0.2)).to.equal(1);
      expect(quantile(values, 0)).to.equal(1);
    });
    it("it should order them as numbers", () => {
      expect(quantile([10, 9, 100], 0.5)).to.equal(10);
    });
    it("it should give the lower one of two in the middle", () => {
      expect(quantile([4, 2], 0.5)).to.equal(2);
    });
  });
  describe("given no values", () => {
    it("it should refuse", () => {
      expect(() => quantile([], 0.5)).to.throw(RangeError);
    });
  });
});
