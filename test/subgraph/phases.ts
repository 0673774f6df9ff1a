import assert from "node:assert/strict";

import { parse } from "graphql";
import type { TypedDocumentNode } from "@graphql-typed-document-node/core";

import { Phase, phaseName, type PhaseName } from "../../deploy/sdk/codes/enums.ts";
import { phaseWhere, type RoundPhase } from "../../deploy/sdk/subgraph/phaseWhere.ts";
import { querySubgraph } from "../../deploy/sdk/subgraph/querySubgraph.ts";
import type { Auction_Filter } from "../../deploy/sdk/generated/queries.ts";
import type { Agreement } from "./agreement.ts";
import { leadEntityId } from "./truth/ids.ts";

/** A phase of a round, as an auction has one. */
const PHASES = Object.keys(Phase).filter((name): name is RoundPhase => name !== "None");
/** Graph Node's limit: more rounds than a day has. */
const PAGE = 1_000;

interface Answer {
  readonly auctions: readonly { readonly id: string }[];
}
type Ask = TypedDocumentNode<Answer, { where: Auction_Filter; block: number }>;

const IN_PHASE = parse(
  `query InPhase($where: Auction_filter!, $block: Int!) {
     auctions(where: $where, first: ${PAGE}, block: { number: $block }) { id }
   }`,
) as Ask;

/** Fails unless the documented filters find each round in exactly one phase, and each lead's latest in the one that the auction house says. */
export async function assertPhases({ url, facts, chain }: Agreement): Promise<void> {
  const found = new Map<string, PhaseName[]>();
  for (const phase of PHASES) {
    const where = phaseWhere(phase, Number(chain.now));
    const block = Number(chain.at.blockNumber);
    const { auctions } = await querySubgraph(url, IN_PHASE, { where, block });
    for (const { id } of auctions) found.set(id, [...(found.get(id) ?? []), phase]);
  }
  for (const id of facts.get("Auction")?.keys() ?? []) {
    assert.equal(found.get(id)?.length, 1, `the round ${id} is in ${String(found.get(id))}`);
  }
  for (const leadId of chain.leadIds) {
    const lead = facts.get("Lead")?.get(leadEntityId(leadId));
    const [phase = "None"] = found.get(String(lead?.["latestAuction"])) ?? [];
    const kept = await chain.contracts.house.read.phaseOf([leadId], chain.at);
    assert.equal(phase, phaseName(kept), `phase of lead ${leadId}`);
  }
}
