import assert from "node:assert/strict";

import type { Agreement } from "./agreement.ts";
import type { Facts, Row } from "./facts/subgraphFacts.ts";
import { bidId } from "./truth/ids.ts";

/** Changes after which nothing else happens to a bid, or nothing but a new commitment. */
const ENDS = ["Withdrawn", "Released", "Barred", "Voided", "Erased", "BondReturned"];
/** Ranks of a bid whose money is locked. */
const AHEAD = ["Leading", "Tied"];

/** Fails unless what has become of each bid, found as `Bid`'s documentation says, is what the auction house's logs tell. */
export function assertBidStates({ facts, chain }: Agreement): void {
  for (const { leadId, round, bids } of chain.rounds) {
    for (const { bidder, state } of bids.values()) {
      const id = bidId(leadId, round, bidder).toLowerCase();
      assert.equal(
        stateOf(facts, id),
        state,
        `bid of ${bidder} in round ${round} of lead ${leadId}`,
      );
    }
  }
}

/** The rule in the schema, word for word. */
function stateOf(facts: Facts, id: string): unknown {
  const bid = rowOf(facts, "Bid", id);
  const opening = facts.get("Opening")?.get(id);
  const auction = rowOf(facts, "Auction", String(bid["auction"]));
  const bidding = rowOf(facts, "Bidding", String(auction["bidding"]));
  const last = lastChangeOf(facts, id);
  if (facts.get("Forfeiture")?.has(id)) return "Forfeited";
  if (ENDS.includes(String(last))) return last;
  if (opening === undefined) return "Committed";
  if (!AHEAD.includes(String(opening["rank"]))) return opening["rank"];
  if (auction["buyer"] === bid["bidder"]) return auction["state"] === "Sold" ? "Won" : "Refunded";
  if (bidding["leader"] === bid["bidder"]) return "Leading";
  if (opening["amount"] === bidding["leadingBid"] || opening["rank"] === "Tied") return "Tied";
  return "Outbid";
}

function lastChangeOf(facts: Facts, bid: string): unknown {
  const changes = [...(facts.get("BidChange")?.values() ?? [])].filter((row) => row["bid"] === bid);
  return changes.sort((a, b) => (String(a["id"]) < String(b["id"]) ? -1 : 1)).at(-1)?.["kind"];
}

function rowOf(facts: Facts, entity: string, id: string): Row {
  const row = facts.get(entity)?.get(id);
  assert.ok(row, `${entity} ${id} is missing`);
  return row;
}
