import assert from "node:assert/strict";

import { phaseName } from "../../tasks/protocol/phase.ts";
import type { Agreement } from "./agreement.ts";
import type { Row } from "./facts/subgraphFacts.ts";
import { leadEntityId } from "./truth/ids.ts";

/** How long after `deliveryEnd` nobody can refund, seconds. */
const DELIVERY_GRACE = 600n;

/** Fails unless each lead's phase, found from its latest round as `Auction`'s documentation says, is the auction house's. */
export async function assertPhases({ facts, chain }: Agreement): Promise<void> {
  for (const leadId of chain.leadIds) {
    const lead = facts.get("Lead")?.get(leadEntityId(leadId));
    const auction = facts.get("Auction")?.get(String(lead?.["latestAuction"]));
    const phase = await chain.contracts.house.read.phaseOf([leadId], chain.at);
    const bidding = facts.get("Bidding")?.get(String(auction?.["bidding"]));
    const expected = auction && bidding ? phaseAt(auction, bidding, chain.now) : "None";
    assert.equal(expected, phaseName(phase), `phase of lead ${leadId}`);
  }
}

/** The rule in the schema, word for word. */
function phaseAt(auction: Row, bidding: Row, now: bigint): unknown {
  const endOf = (name: string) => BigInt(String(auction[name]));
  if (auction["closed"] === true) return auction["state"];
  if (now < endOf("commitEnd")) return "Commit";
  if (now < endOf("revealEnd") && Number(bidding["pendingCommitments"]) > 0) return "Reveal";
  if (bidding["leader"] === null) return "Unsold";
  if (Number(bidding["tiedBids"]) > 0 && auction["tieResolvedAt"] === null) return "TieBreak";
  return now < endOf("deliveryEnd") + DELIVERY_GRACE ? "Delivery" : "Undelivered";
}
