import assert from "node:assert/strict";

import { auctionId } from "../truth/ids.ts";
import type { Facts, Row } from "./subgraphFacts.ts";

/** Fails unless an entity has these values. */
export function assertRow(facts: Facts, entity: string, id: string, expected: Row): void {
  const row = facts.get(entity)?.get(id.toLowerCase()) ?? {};
  const found = Object.fromEntries(Object.keys(expected).map((name) => [name, row[name]]));
  assert.deepEqual(found, expected, `${entity} ${id}`);
}

/** The first round of a lead, or what else has its id. */
export function rowOf(facts: Facts, entity: string, leadId: bigint): Row {
  const row = facts.get(entity)?.get(auctionId(leadId, 1));
  assert.ok(row, `no ${entity} of lead ${leadId}`);
  return row;
}
