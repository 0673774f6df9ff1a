import assert from "node:assert/strict";

import { LEADS, OPENING, stackMarketDay } from "../fixtures/stackMarketDay.ts";
import type { Agreement } from "./agreement.ts";
import { COMPLIANCE_ID, CONFIGURATION_ID, PROTOCOL_ID } from "./truth/ids.ts";

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
    const total = daysLater.facts.get("Protocol")?.get(PROTOCOL_ID);
    const compliance = daysLater.facts.get("Compliance")?.get(COMPLIANCE_ID);
    for (const interval of ["hour", "day"]) {
      const sum = (type: string, field: string) => sumOf(daysLater, type, interval, field);
      for (const type of ["MarketPeriod", "VerticalPeriod", "RegionPeriod"]) {
        assert.equal(sum(type, "sales"), BigInt(Number(total?.["soldAuctions"])));
        assert.equal(sum(type, "volume"), BigInt(String(total?.["volume"])));
      }
      assert.equal(sum("MarketPeriod", "fees"), BigInt(String(total?.["fees"])));
      for (const type of ["ScorePeriod", "VerticalScorePeriod"]) {
        assert.equal(sum(type, "leads"), BigInt(Number(total?.["leads"])));
      }
      const undelivered = BigInt(Number(total?.["undeliveredAuctions"]));
      const barred = BigInt(Number(compliance?.["barredSales"]));
      assert.equal(barred, 1n);
      assert.equal(sum("RefundPeriod", "refunds"), undelivered - barred);
      assert.equal(sum("RefundPeriod", "compensation"), BigInt(String(total?.["compensation"])));
    }
  });
});

/** A field of all periods of one length, added up. */
function sumOf({ facts }: Agreement, type: string, interval: string, field: string): bigint {
  const periods = [...(facts.get(type) ?? [])].filter(([key]) => key.startsWith(interval));
  return periods.reduce((sum, [, row]) => sum + BigInt(String(row[field])), 0n);
}
