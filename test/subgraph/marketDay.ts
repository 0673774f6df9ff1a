import assert from "node:assert/strict";

import type { Stack } from "../../deploy/local/stack/stack.ts";
import { OPENING, stackMarketDay } from "../fixtures/stackMarketDay.ts";
import { assertAgreement, type Agreement } from "./agreement.ts";
import { CONFIGURATION_ID, PROTOCOL_ID } from "./truth/ids.ts";

/** Long enough for every period of the day to be over. */
const TWO_DAYS = 172_800;

describe("the subgraph after a market day", () => {
  let stack: Stack;

  before(async function () {
    this.timeout(OPENING);
    ({ stack } = await stackMarketDay());
  });

  it("holds what the chain says, entity by entity and field by field", async () => {
    const { facts } = await assertAgreement(stack);
    assert.equal(facts.get("Lead")?.size, 12);
    assert.ok(facts.get("Protocol")?.has(PROTOCOL_ID));
    assert.ok(facts.get("Configuration")?.has(CONFIGURATION_ID));
  });

  it("adds its hours and days up to the totals, once they are over", async () => {
    await stack.connection.networkHelpers.time.increase(TWO_DAYS);
    const agreement = await assertAgreement(stack);
    const total = agreement.facts.get("Protocol")?.get(PROTOCOL_ID);
    for (const interval of ["hour", "day"]) {
      const sum = (type: string, field: string) => sumOf(agreement, type, interval, field);
      for (const type of ["MarketPeriod", "VerticalPeriod", "RegionPeriod"]) {
        assert.equal(sum(type, "sales"), BigInt(Number(total?.["soldAuctions"])));
        assert.equal(sum(type, "volume"), BigInt(String(total?.["volume"])));
      }
      assert.equal(sum("MarketPeriod", "fees"), BigInt(String(total?.["fees"])));
      for (const type of ["ScorePeriod", "VerticalScorePeriod"]) {
        assert.equal(sum(type, "leads"), BigInt(Number(total?.["leads"])));
      }
      const undelivered = BigInt(Number(total?.["undeliveredAuctions"]));
      const barred = BigInt(Number(total?.["barredSales"]));
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
