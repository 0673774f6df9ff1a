import { expect } from "chai";

import { hexToRegime } from "../../../../deploy/parameters/compliance/regime.ts";
import transfersFile from "../../../../deploy/parameters/compliance/transfers.json" with { type: "json" };
import { countryCalls, loadTransfers } from "../../../../deploy/parameters/compliance/transfers.ts";

const COUNTRIES =
  "US CA MX BR CO AR CL PE EC GB DE FR AU IN JP KR SG AE ZA NG KE GH EG TZ MA".split(" ");

const rules = loadTransfers();
const byCountry = new Map(rules.map((rule) => [rule.country, rule]));

function isFree(from: string, to: string): boolean {
  const rule = byCountry.get(from);
  const receiver = byCountry.get(to);
  if (rule === undefined || receiver === undefined) return false;
  return rule.regime === receiver.regime || rule.freeTo.includes(to);
}

/** The file with one field of one regime changed. */
function changed(regime: keyof typeof transfersFile.regimes, changes: object): unknown {
  const file = structuredClone(transfersFile);
  Object.assign(file.regimes[regime], changes);
  return file;
}

describe("parameters: loadTransfers", () => {
  it("it should have a rule for each of the 25 countries and no other", () => {
    expect(rules.map(({ country }) => country)).to.have.members(COUNTRIES);
    expect(rules).to.have.length(25);
  });
  it("it should put DE and FR under one regime and every other country under its own", () => {
    expect(new Set(rules.map(({ regime }) => regime)).size).to.equal(24);
    expect(byCountry.get("DE")?.regime).to.equal("GDPR");
    expect(byCountry.get("FR")).to.deep.equal({ ...byCountry.get("DE"), country: "FR" });
  });
  it("it should free only countries that have a rule of their own", () => {
    for (const { country, freeTo } of rules)
      expect(COUNTRIES, country).to.include.members([...freeTo]);
  });

  describe("given mutual adequacy", () => {
    for (const [one, other] of [
      ["DE", "FR"],
      ["DE", "GB"],
      ["FR", "JP"],
      ["DE", "KR"],
      ["DE", "BR"],
      ["FR", "AR"],
      ["GB", "JP"],
      ["GB", "AR"],
    ] as const) {
      it(`it should be free from ${one} to ${other} and back`, () => {
        expect(isFree(one, other)).to.equal(true);
        expect(isFree(other, one)).to.equal(true);
      });
    }
  });
  describe("given adequacy of one side only", () => {
    for (const [from, to] of [
      ["DE", "CA"],
      ["GB", "KR"],
      ["CO", "US"],
      ["AR", "CA"],
    ] as const) {
      it(`it should be free from ${from} to ${to}, not back`, () => {
        expect(isFree(from, to)).to.equal(true);
        expect(isFree(to, from)).to.equal(false);
      });
    }
  });
  for (const [from, to] of [
    ["DE", "US"],
    ["GB", "US"],
    ["US", "DE"],
    ["US", "MX"],
    ["KE", "NG"],
    ["IN", "SG"],
    ["DE", "CN"],
    ["CN", "DE"],
  ] as const) {
    it(`it should not be free from ${from} to ${to}`, () => {
      expect(isFree(from, to)).to.equal(false);
    });
  }
  it("it should give a source for each adequate country", () => {
    for (const [regime, { freeTo }] of Object.entries(transfersFile.regimes)) {
      for (const { source } of freeTo) expect(source, regime).to.match(/\d{2,}/);
    }
  });

  describe("given a faulty file", () => {
    const source = "Decision 2099/1/EC";
    for (const [changes, path, message] of [
      [
        { countries: ["DE", "Fr"] },
        "countries/1",
        "must be an ISO 3166-1 alpha-2 country such as DE",
      ],
      [{ countries: ["DE", "FR", "GB"] }, "countries/2", "GB is already under UK-GDPR"],
      [{ countries: [] }, "countries", undefined],
      [
        { freeTo: [{ countries: ["CN"], source }] },
        "freeTo/0/countries/0",
        "CN is under no regime",
      ],
      [
        { freeTo: [{ countries: ["GB", "FR"], source }] },
        "freeTo/0/countries/1",
        "FR is under the regime itself",
      ],
      [
        { freeTo: [{ countries: ["JP", "JP"], source }] },
        "freeTo/0/countries/1",
        "JP is listed twice",
      ],
      [{ freeTo: [{ countries: ["JP"] }] }, "freeTo/0/source", undefined],
      [{ law: undefined }, "law", undefined],
    ] as const) {
      it(`throws and names regimes/GDPR/${path} for ${Object.keys(changes).join()} ${JSON.stringify(Object.values(changes))}`, () => {
        const thrown = expect(() => loadTransfers(changed("GDPR", changes))).to.throw();
        thrown.with.nested
          .property("issues")
          .that.satisfies((issues: { path: PropertyKey[]; message: string }[]) =>
            issues.some(
              (issue) =>
                issue.path.join("/") === `regimes/GDPR/${path}` &&
                (message === undefined || issue.message === message),
            ),
          );
      });
    }
    it("throws for a regime that does not fit 32 bytes on chain", () => {
      const { GDPR } = transfersFile.regimes;
      const regimes = { ...transfersFile.regimes, GDPR: undefined, ["G".repeat(32)]: GDPR };
      expect(() => loadTransfers({ ...transfersFile, regimes })).to.throw(/2 to 31 capitals/);
    });
  });
});

describe("parameters: countryCalls", () => {
  it("it should write countries as two bytes and regimes as readable text", () => {
    const calls = countryCalls(rules);
    expect(calls).to.have.length(25);
    const japan = calls.find(([country]) => country === "0x4a50");
    expect(japan?.[1]).to.equal(`0x41505049${"00".repeat(28)}`);
    expect(japan?.[2]).to.deep.equal(["0x4445", "0x4652", "0x4742"]);
  });
  it("it should write regimes so that they can be read back", () => {
    const regimes = countryCalls(rules).map(([, regime]) => hexToRegime(regime));
    expect(regimes).to.deep.equal(rules.map(({ regime }) => regime));
  });
});
