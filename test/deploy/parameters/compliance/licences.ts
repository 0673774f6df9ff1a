import { expect } from "chai";

import licencesFile from "../../../../deploy/parameters/compliance/licences.json" with { type: "json" };
import {
  isLicenceDemanded,
  LicenceDemand,
  licenceDemandCalls,
  loadLicences,
  type LicenceRule,
} from "../../../../deploy/parameters/compliance/licences.ts";
import { LeadEngineError } from "../../../../deploy/sdk/errors/leadEngineError.ts";
import { regionOfState, US_STATES } from "../../../../deploy/parameters/compliance/usStates.ts";
import { hexToRegion, regionToHex } from "../../../../deploy/sdk/lead/region.ts";
import { loadVerticals } from "../../../../deploy/parameters/verticals.ts";
import { US_ZIP_PREFIXES } from "../../../../deploy/workflows/scoring/data/usZipPrefixes.ts";

const rules = loadLicences();
const roots = loadVerticals().filter(({ isLeaf }) => !isLeaf);
const US_REGIONS = ["US", ...US_STATES.map(regionOfState)];

function ruleOf(root: string): LicenceRule {
  const rule = rules.find((candidate) => candidate.root === root);
  if (rule === undefined) throw new Error(`No rule for ${root}`);
  return rule;
}

/** The file with one field of one root changed. */
function changed(root: keyof typeof licencesFile.roots, changes: object): unknown {
  const file = structuredClone(licencesFile);
  Object.assign(file.roots[root], changes);
  return file;
}

/** What the policy answers after the calls: the region, else its country, else the registry's flag. */
function onChainDemand(rule: LicenceRule, region: string): boolean {
  const set = new Map<string, LicenceDemand>();
  for (const [root, regions, demand] of licenceDemandCalls(rules)) {
    if (root === rule.rootId) for (const hex of regions) set.set(hexToRegion(hex), demand);
  }
  const demand = set.get(region) ?? set.get(region.slice(0, 2)) ?? LicenceDemand.VerticalDefault;
  return demand === LicenceDemand.VerticalDefault
    ? rule.verticalDefault
    : demand === LicenceDemand.Demanded;
}

describe("parameters: US_STATES", () => {
  it("it should list 51 regions, the states of the ZIP code table among them", () => {
    expect(new Set(US_STATES).size).to.equal(51);
    expect(Object.keys(US_ZIP_PREFIXES)).to.include.members([...US_STATES]);
  });
  it("it should be regions that the contracts can hold", () => {
    for (const region of US_REGIONS) expect(hexToRegion(regionToHex(region))).to.equal(region);
  });
});

describe("parameters: loadLicences", () => {
  it("it should have one rule per root of verticals.json, in its order", () => {
    expect(rules.map(({ root }) => root)).to.deep.equal(roots.map(({ slug }) => slug));
    expect(rules.map(({ rootId }) => rootId)).to.deep.equal(roots.map(({ id }) => id));
  });

  for (const root of [
    "mortgage",
    "insurance",
    "legal",
    "financial_services",
    "real_estate",
    "auto",
  ]) {
    it(`it should demand a licence for ${root} in all 51 and where no state is named`, () => {
      for (const region of US_REGIONS) {
        expect(isLicenceDemanded(ruleOf(root), region), region).to.equal(true);
      }
    });
  }
  it("it should demand none for b2b_saas anywhere", () => {
    for (const region of [...US_REGIONS, "DE", "GB-ENG"]) {
      expect(isLicenceDemanded(ruleOf("b2b_saas"), region), region).to.equal(false);
    }
  });

  for (const [root, demanding, free] of [
    ["solar", ["US-CA", "US-TX", "US-FL", "US-AZ"], ["US-NY", "US-IN"]],
    ["roofing", ["US-CA", "US-FL", "US-IL", "US-OK"], ["US-TX", "US-CO", "US-NY", "US-GA"]],
    ["home_services", ["US-CA", "US-MD", "US-TX"], ["US-KS", "US-MO"]],
  ] as const) {
    describe(`given ${root}`, () => {
      for (const region of demanding) {
        it(`it should demand a licence in ${region}`, () => {
          expect(isLicenceDemanded(ruleOf(root), region)).to.equal(true);
        });
      }
      for (const region of free) {
        it(`it should demand none in ${region}`, () => {
          expect(isLicenceDemanded(ruleOf(root), region)).to.equal(false);
        });
      }
      it("it should demand one where the lead names no state", () => {
        expect(isLicenceDemanded(ruleOf(root), "US")).to.equal(true);
      });
    });
  }

  it("it should leave other countries to the vertical's own flag", () => {
    for (const rule of rules) {
      for (const region of ["DE", "GB-ENG", "CA-ON"]) {
        expect(isLicenceDemanded(rule, region)).to.equal(rule.verticalDefault);
      }
    }
  });
  it("it should count what is unsettled as demanded", () => {
    for (const [root, { unsettled }] of Object.entries(licencesFile.roots)) {
      for (const state of unsettled) {
        expect(isLicenceDemanded(ruleOf(root), regionOfState(state)), `${root} ${state}`).to.equal(
          true,
        );
      }
    }
  });

  describe("given a faulty file", () => {
    for (const [changes, place] of [
      [{ notDemandedIn: ["XX"] }, "notDemandedIn"],
      [{ notDemandedIn: ["NY", "NY"] }, "notDemandedIn"],
      [{ unsettled: ["NY"] }, "unsettled"],
      [{ note: undefined }, "note"],
      [{ unitedStates: "notDemanded" }, "notDemandedIn"],
      [{ unitedStates: "maybe" }, "unitedStates"],
      [{ authority: "" }, "authority"],
    ] as const) {
      it(`throws and names roots/solar/${place} for ${Object.keys(changes).join()} ${JSON.stringify(Object.values(changes))}`, () => {
        expect(() => loadLicences(changed("solar", changes)))
          .to.throw()
          .with.nested.property("issues[0].path")
          .that.includes.members(["roots", "solar", place]);
      });
    }
    it("throws when a root departs from verticals.json without a reason", () => {
      expect(() => loadLicences(changed("solar", { differs: undefined }))).to.throw(
        LeadEngineError,
        "roots.solar.differs: must say why it differs from licenceRequired in verticals.json",
      );
    });
    it("throws when a root gives a reason and does not depart", () => {
      expect(() => loadLicences(changed("mortgage", { differs: "It does not." }))).to.throw(
        LeadEngineError,
        "roots.mortgage.differs: does not differ",
      );
    });
    it("throws when a root is missing", () => {
      const { solar: _, ...others } = licencesFile.roots;
      expect(() => loadLicences({ ...licencesFile, roots: others })).to.throw(
        LeadEngineError,
        "roots.solar: is missing",
      );
    });
    it("throws when a root is unknown", () => {
      const unknown = { ...licencesFile.roots, boats: licencesFile.roots.auto };
      expect(() => loadLicences({ ...licencesFile, roots: unknown })).to.throw(
        LeadEngineError,
        "roots.boats: verticals.json has no such root",
      );
    });
  });
});

describe("parameters: licenceDemandCalls", () => {
  it("it should make the policy answer what the file says, in every state and abroad", () => {
    for (const rule of rules) {
      for (const region of [...US_REGIONS, "US-PR", "DE", "GB-ENG"]) {
        expect(onChainDemand(rule, region), `${rule.root} ${region}`).to.equal(
          isLicenceDemanded(rule, region),
        );
      }
    }
  });
  it("it should not touch roots whose flag already says it", () => {
    const touched = new Set(licenceDemandCalls(rules).map(([root]) => root));
    for (const { root, rootId } of rules) {
      const departs = ["solar", "roofing", "home_services", "real_estate", "auto"].includes(root);
      expect(touched.has(rootId), root).to.equal(departs);
    }
  });
});
