import assert from "node:assert/strict";

import type { Stack } from "../../deploy/local/stack/stack.ts";
import { differencesOf, type Difference } from "./compare.ts";
import { subgraphFacts, type Facts } from "./facts/subgraphFacts.ts";
import { assertInvariants } from "./invariants.ts";
import { openChain, type Chain } from "./truth/chain.ts";
import { chainTruth } from "./truth/chainTruth.ts";

/** As many differences as a report shows. */
const SHOWN = 25;

/** What a subgraph and its chain both say at a block. */
export interface Agreement {
  /** Where the subgraph answers. */
  readonly url: string;
  readonly facts: Facts;
  readonly chain: Chain;
}

/** Waits until the subgraph has the chain's head, and fails unless every entity and every field is what the chain says, and all adds up. */
export async function assertAgreement(stack: Stack): Promise<Agreement> {
  const client = await stack.connection.viem.getPublicClient();
  await stack.indexed();
  const head = await client.getBlockNumber({ cacheTime: 0 });
  const facts = await subgraphFacts(stack.urls.graphql, head);
  const chain = await openChain(client, stack.protocol, head);
  const differences = differencesOf(facts, await chainTruth(chain));
  assert.equal(differences.length, 0, report(differences));
  assertInvariants(facts);
  return { url: stack.urls.graphql, facts, chain };
}

function report(differences: readonly Difference[]): string {
  const lines = differences
    .slice(0, SHOWN)
    .map(
      ({ entity, id, field, chain, subgraph }) =>
        `${entity} ${id} ${field}: the chain says ${chain}, the subgraph ${subgraph}`,
    );
  return [`${differences.length} differences between subgraph and chain:`, ...lines].join("\n");
}
