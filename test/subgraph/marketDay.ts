import assert from "node:assert/strict";

import { LEADS, OPENING, stackMarketDay } from "../fixtures/stackMarketDay.ts";
import type { Agreement } from "./agreement.ts";
import { CONFIGURATION_ID, PROTOCOL_ID } from "./truth/ids.ts";

describe("the subgraph after a market day", () => {
  let atEnd: Agreement;
  let daysLater: Agreement;

  before(async function () {
    this.timeout(OPENING);
    ({ atEnd, daysLater } = await stackMarketDay());
  });

  it("holds what the chain says, entity by entity and field by field", () => {
    assert.equal(atEnd.facts.get("Lead")?.size, LEADS);
    assert.ok(atEnd.facts.get("Protocol")?.has(PROTOCOL_ID));
    assert.ok(atEnd.facts.get("Configuration")?.has(CONFIGURATION_ID));
  });

  it("adds its hours and days up to the totals, once they are over", () => {
    const total = daysLater.facts.get("Protocol")?.get(PROTOCOL_ID) ?? {};
    const totalOf = (...fields: readonly string[]) =>
      fields.reduce((all, field) => all + BigInt(String(total[field])), 0n);
    for (const interval of ["hour", "day"]) {
      const sum = (type: string, field: string) => sumOf(daysLater, type, interval, field);
      for (const type of ["MarketPeriod", "VerticalPeriod", "RootPeriod"]) {
        assert.equal(sum(type, "sales"), totalOf("soldAuctions"));
        assert.equal(sum(type, "volume"), totalOf("volume"));
      }
      assert.equal(sum("MarketPeriod", "fees"), totalOf("fees"));
    }
    const sum = (field: string) => sumOf(daysLater, "SellerPeriod", "day", field);
    assert.equal(sum("rounds"), totalOf("auctions") - totalOf("openAuctions"));
    assert.equal(sum("rounds"), sum("sold") + sum("undelivered") + sum("returned"));
    assert.equal(sum("sold"), totalOf("soldAuctions"));
    assert.equal(sum("undelivered"), totalOf("undeliveredAuctions"));
    assert.equal(sum("price"), totalOf("volume"));
    assert.equal(sum("fee"), totalOf("fees"));
    assert.equal(sum("bondLost"), totalOf("compensation", "penalties"));
    assert.ok(sum("undelivered") > 0n && sum("returned") > 0n);
  });
});

/** A field of all periods of one length, added up. */
function sumOf({ facts }: Agreement, type: string, interval: string, field: string): bigint {
  const periods = [...(facts.get(type) ?? [])].filter(([key]) => key.startsWith(interval));
  return periods.reduce((sum, [, row]) => sum + BigInt(String(row[field])), 0n);
}
