import { expect } from "chai";
import fc from "fast-check";

import { fieldFilterSchema, passesFilter } from "../../deploy/sdk/lead/fieldFilter.ts";

const LEAD = {
  roofType: "Asphalt Shingle",
  bill: 150,
  age: "12.5",
  own: true,
  note: "n/a",
  none: "",
};

const TABLE: readonly (readonly [
  field: string,
  operator: string,
  value: unknown,
  passes: boolean,
])[] = [
  ["roofType", "EQUALS", " asphaltSHINGLE", true],
  ["roofType", "EQUALS", "asphalt", false],
  ["bill", "EQUALS", 150, true],
  ["own", "EQUALS", true, true],
  ["own", "EQUALS", "TRUE", true],
  ["roofType", "NOT_EQUALS", "asphalt shingle", false],
  ["roofType", "NOT_EQUALS", "metal", true],
  ["roofType", "IN", ["metal", "ASPHALT shingle"], true],
  ["roofType", "IN", ["metal"], false],
  ["roofType", "NOT_IN", ["metal"], true],
  ["roofType", "NOT_IN", ["asphalt shingle"], false],
  ["bill", "GT", 149.5, true],
  ["bill", "GT", 150, false],
  ["bill", "GTE", 150, true],
  ["bill", "LT", 150, false],
  ["bill", "LT", 151, true],
  ["bill", "LTE", 150, true],
  ["bill", "BETWEEN", [150, 200], true],
  ["bill", "BETWEEN", [100, 150], true],
  ["bill", "BETWEEN", [151, 200], false],
  ["age", "BETWEEN", [12.5, 12.5], true],
  ["roofType", "CONTAINS", "T shin", true],
  ["roofType", "CONTAINS", "metal", false],
  ["roofType", "STARTS_WITH", "asph", true],
  ["roofType", "STARTS_WITH", "shingle", false],
  ["bill", "STARTS_WITH", "15", true],
  // Not numbers: none of them is 0.
  ["note", "LT", 1, false],
  ["note", "GTE", 0, false],
  ["none", "LTE", 0, false],
  ["none", "GTE", 0, false],
  ["own", "GTE", 0, false],
  // Missing.
  ["missing", "EQUALS", "", false],
  ["missing", "NOT_EQUALS", "x", true],
  ["missing", "IN", ["x"], false],
  ["missing", "NOT_IN", ["x"], true],
  ["missing", "GT", -1, false],
  ["missing", "LTE", 0, false],
  ["missing", "BETWEEN", [-1, 1], false],
  ["missing", "CONTAINS", "x", false],
  ["missing", "STARTS_WITH", "x", false],
  // Not a lead's own field.
  ["constructor", "CONTAINS", "function", false],
];

describe("agent rules: tests of fields", () => {
  for (const [field, operator, value, passes] of TABLE) {
    it(`it should ${passes ? "pass" : "fail"}: ${field} ${operator} ${JSON.stringify(value)}`, () => {
      const filter = fieldFilterSchema.parse({ field, operator, value });
      expect(passesFilter(filter, LEAD)).to.equal(passes);
    });
  }

  const REFUSED: readonly (readonly [why: string, filter: object])[] = [
    ["personal data", { field: "phone", operator: "EQUALS", value: "1" }],
    ["personal data in another spelling", { field: "zipCode", operator: "EQUALS", value: "1" }],
    ["a text for a number", { field: "bill", operator: "GT", value: "150" }],
    ["a span from high to low", { field: "bill", operator: "BETWEEN", value: [2, 1] }],
    ["an empty list", { field: "bill", operator: "IN", value: [] }],
    ["an empty beginning, which all have", { field: "bill", operator: "STARTS_WITH", value: " " }],
    ["an unknown operator", { field: "bill", operator: "LIKE", value: "1" }],
    ["an infinite number", { field: "bill", operator: "LT", value: Infinity }],
  ];
  for (const [why, filter] of REFUSED) {
    it(`it should refuse ${why}`, () => {
      expect(fieldFilterSchema.safeParse(filter).success).to.equal(false);
    });
  }

  it("it should answer the NOT tests opposite to the others, for any values", () => {
    const value = fc.oneof(fc.string({ maxLength: 20 }), fc.integer(), fc.boolean());
    fc.assert(
      fc.property(fc.option(value, { nil: undefined }), value, (given, wanted) => {
        const lead = given === undefined ? {} : { field: given };
        const passes = (operator: "EQUALS" | "NOT_EQUALS" | "IN" | "NOT_IN") =>
          passesFilter(
            operator === "IN" || operator === "NOT_IN"
              ? { field: "field", operator, value: [wanted] }
              : { field: "field", operator, value: wanted },
            lead,
          );
        expect(passes("NOT_EQUALS")).to.equal(!passes("EQUALS"));
        expect(passes("NOT_IN")).to.equal(!passes("IN"));
        expect(passes("IN")).to.equal(passes("EQUALS"));
      }),
    );
  });
});
