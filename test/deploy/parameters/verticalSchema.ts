import { expect } from "chai";

import verticalsFile from "../../../deploy/parameters/verticals.json" with { type: "json" };
import { verticalsFileSchema } from "../../../deploy/parameters/verticalSchema.ts";

/** The file with one value changed, and where the schema finds fault with it. */
function faultsOf(path: string, value: unknown): string[] {
  const file: Record<string, unknown> = structuredClone(verticalsFile);
  const keys = path.split("/");
  const last = keys.pop() as string;
  const target = keys.reduce((node, key) => node[key] as Record<string, unknown>, file);
  target[last] = value;
  const result = verticalsFileSchema.safeParse(file);
  return result.success ? [] : result.error.issues.map((issue) => issue.path.join("/"));
}

const enumField = (options: string[]) => ({ type: "enum", title: "A question", options });
const bandField = (edges: number[]) => ({ type: "band", title: "A question", unit: "USD", edges });

describe("parameters: verticalsFileSchema", () => {
  it("it should accept the file as it is", () => {
    expect(faultsOf("defaults/licenceRequired", false)).to.deep.equal([]);
  });

  const windows = "windowPresets/standard";
  for (const [path, good, bad] of [
    [`${windows}/commitSeconds`, [10, 604_800], [9, 604_801, 10.5]],
    [`${windows}/revealSeconds`, [10, 604_800], [9, 604_801]],
    [`${windows}/deliverySeconds`, [60, 604_800], [59, 604_801]],
    ["windowPresets/safe/revealSeconds", [46_800], [46_799]],
    ["defaults/bidBond/bps", [1, 10_000], [0, 10_001]],
    ["defaults/bidBond/minUsd", [0.5, 50], [0, -1]],
    ["defaults/deliveryBondBps", [0, 5_000], [-1, 5_001]],
    ["defaults/duplicateWindowDays", [1, 365], [0, 366]],
    ["defaults/consent/maxAgeDays", [1, 365], [0, 366]],
  ] as const) {
    describe(`given ${path}`, () => {
      for (const value of good) {
        it(`it should accept ${value}`, () => {
          expect(faultsOf(path, value)).to.deep.equal([]);
        });
      }
      for (const value of bad) {
        it(`it should refuse ${value} and say where`, () => {
          expect(faultsOf(path, value)).to.deep.equal([path]);
        });
      }
    });
  }

  describe("given bounds in the wrong order", () => {
    it("it should refuse a bond's minimum above its maximum", () => {
      expect(faultsOf("defaults/bidBond/minUsd", 51)).to.deep.equal(["defaults/bidBond"]);
    });
    it("it should refuse a floor at the ceiling", () => {
      expect(faultsOf("roots/solar/reserveUsd/floor", 200)).to.deep.equal([
        "roots/solar/reserveUsd",
      ]);
    });
    it("it should refuse a reserve of zero", () => {
      expect(faultsOf("roots/solar/reserveUsd/floor", 0)).to.deep.equal([
        "roots/solar/reserveUsd/floor",
      ]);
    });
  });

  describe("given a public field", () => {
    for (const name of ["email", "zip", "firstName", "dob", "ssn", "postalCode", "IPAddress"]) {
      it(`it should refuse ${name}: it is personal data, or misspelt`, () => {
        const path = `roots/solar/fields/${name}`;
        expect(faultsOf(path, enumField(["a", "b"]))).to.deep.equal([path]);
      });
    }
    for (const [why, field, at] of [
      ["options that repeat", enumField(["a", "a"]), "/options"],
      ["a single option", enumField(["a"]), "/options"],
      ["an option with a space", enumField(["a", "b c"]), "/options/1"],
      ["edges that do not ascend", bandField([0, 5, 5]), "/edges"],
      ["a negative edge", bandField([-1, 5]), "/edges/0"],
      ["a single edge", bandField([0]), "/edges"],
      ["free text", { type: "text", title: "A question" }, "/type"],
      ["an unknown property", { type: "boolean", title: "A question", secret: true }, ""],
    ] as const) {
      it(`it should refuse ${why}`, () => {
        const path = "roots/solar/fields/question";
        expect(faultsOf(path, field)).to.deep.equal([`${path}${at}`]);
      });
    }
  });

  describe("given what the file does not know", () => {
    it("it should refuse a misspelt rule", () => {
      expect(faultsOf("roots/solar/leaves/battery/licenseRequired", true)).to.deep.equal([
        "roots/solar/leaves/battery",
      ]);
    });
    it("it should refuse an unknown preset, contact field and region", () => {
      expect(faultsOf("roots/solar/windows", "slow")).to.deep.equal(["roots/solar/windows"]);
      expect(faultsOf("roots/solar/contactFields", ["fax"])).to.deep.equal([
        "roots/solar/contactFields/0",
      ]);
      expect(faultsOf("roots/solar/restrictedRegions", ["Iran"])).to.deep.equal([
        "roots/solar/restrictedRegions/0",
      ]);
    });
    it("it should refuse a slug with a dot", () => {
      expect(faultsOf("roots/solar/leaves/a.b", { title: "Leaf", fields: {} })).to.deep.equal([
        "roots/solar/leaves/a.b",
      ]);
    });
  });
});
