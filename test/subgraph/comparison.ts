import { expect } from "chai";

import { differencesOf } from "./compare.ts";
import { ENTITY_TYPES } from "./facts/entityTypes.ts";
import type { Facts, Row } from "./facts/subgraphFacts.ts";
import { AnyBut, type Claim } from "./truth/claim.ts";

const WORD: Row = { id: "0x01", requestId: "7", txHash: "0xaa", block: "3", timestamp: "9" };
const SAID: Claim = {
  entity: "IgnoredWord",
  id: "0x01",
  fields: { requestId: 7n, txHash: "0xAA", block: 3n, timestamp: 9 },
};

/** A subgraph that holds ignored words and nothing else. */
function holding(...rows: readonly Row[]): Facts {
  const words = new Map(rows.map((row) => [String(row["id"]), row]));
  return new Map([...ENTITY_TYPES.keys()].map((name) => [name, new Map<string, Row>()])).set(
    "IgnoredWord",
    words,
  );
}

describe("the comparison of subgraph and chain", () => {
  it("finds nothing where both say the same, however they write it", () => {
    expect(differencesOf(holding(WORD), [SAID])).to.deep.equal([]);
  });

  it("names entity, field, both values and the view that says otherwise", () => {
    const view = { ...SAID, fields: { requestId: 8n }, view: "aView" };
    expect(differencesOf(holding(WORD), [SAID, view])).to.deep.equal([
      {
        entity: "IgnoredWord",
        id: "0x01",
        field: "requestId",
        chain: '"8" (aView)',
        subgraph: '"7"',
      },
    ]);
  });

  it("finds what a field must not be", () => {
    const view = { ...SAID, fields: { requestId: new AnyBut(7n) }, view: "aView" };
    const [difference] = differencesOf(holding(WORD), [SAID, view]);
    expect(difference?.chain).to.equal('anything but "7" (aView)');
  });

  it("finds an entity that only the chain tells of", () => {
    const [difference, ...more] = differencesOf(holding(), [SAID]);
    expect(difference).to.include({ field: "(entity)", chain: "exists", subgraph: "none" });
    expect(more).to.deep.equal([]);
  });

  it("finds an entity that only the subgraph holds", () => {
    const [difference] = differencesOf(holding(WORD), []);
    expect(difference).to.include({ field: "(entity)", chain: "none", subgraph: "exists" });
  });

  it("throws when nobody compares a field", () => {
    const { requestId: _, ...fields } = SAID.fields;
    expect(() => differencesOf(holding(WORD), [{ ...SAID, fields }])).to.throw(
      "Nobody compares IgnoredWord.requestId.",
    );
  });
});
