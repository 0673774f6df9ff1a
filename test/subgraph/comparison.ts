import { expect } from "chai";

import { differencesOf } from "./compare.ts";
import { ENTITY_TYPES } from "./facts/entityTypes.ts";
import type { Facts, Row } from "./facts/subgraphFacts.ts";
import { AnyBut, type Claim } from "./truth/claim.ts";

const KEY: Row = {
  ...{ id: "0x01", account: "0x07", key: "0x0a" },
  ...{ txHash: "0xaa", block: "3", timestamp: "9" },
};
const SAID: Claim = {
  entity: "DeliveryKey",
  id: "0x01",
  fields: { account: "0x07", key: "0x0A", txHash: "0xAA", block: 3n, timestamp: 9 },
};

/** A subgraph that holds delivery keys and nothing else. */
function holding(...rows: readonly Row[]): Facts {
  const keys = new Map(rows.map((row) => [String(row["id"]), row]));
  return new Map([...ENTITY_TYPES.keys()].map((name) => [name, new Map<string, Row>()])).set(
    "DeliveryKey",
    keys,
  );
}

describe("the comparison of subgraph and chain", () => {
  it("finds nothing where both say the same, however they write it", () => {
    expect(differencesOf(holding(KEY), [SAID])).to.deep.equal([]);
  });

  it("names entity, field, both values and the view that says otherwise", () => {
    const view = { ...SAID, fields: { account: "0x08" }, view: "aView" };
    expect(differencesOf(holding(KEY), [SAID, view])).to.deep.equal([
      {
        entity: "DeliveryKey",
        id: "0x01",
        field: "account",
        chain: '"0x08" (aView)',
        subgraph: '"0x07"',
      },
    ]);
  });

  it("finds what a field must not be", () => {
    const view = { ...SAID, fields: { account: new AnyBut("0x07") }, view: "aView" };
    const [difference] = differencesOf(holding(KEY), [SAID, view]);
    expect(difference?.chain).to.equal('anything but "0x07" (aView)');
  });

  it("finds an entity that only the chain tells of", () => {
    const [difference, ...more] = differencesOf(holding(), [SAID]);
    expect(difference).to.include({ field: "(entity)", chain: "exists", subgraph: "none" });
    expect(more).to.deep.equal([]);
  });

  it("finds an entity that only the subgraph holds", () => {
    const [difference] = differencesOf(holding(KEY), []);
    expect(difference).to.include({ field: "(entity)", chain: "none", subgraph: "exists" });
  });

  it("throws when nobody compares a field", () => {
    const { account: _, ...fields } = SAID.fields;
    expect(() => differencesOf(holding(KEY), [{ ...SAID, fields }])).to.throw(
      "Nobody compares DeliveryKey.account.",
    );
  });

  it("throws when a source tells of a field that the schema does not have", () => {
    const fields = { ...SAID.fields, shoeSize: 43 };
    expect(() => differencesOf(holding(KEY), [{ ...SAID, fields }])).to.throw(
      "The schema has no DeliveryKey.shoeSize.",
    );
  });
});
