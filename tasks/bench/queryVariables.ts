import { parse, Kind, type OperationDefinitionNode } from "graphql";
import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import type { Hex } from "viem";

import type { Auction_Filter } from "../../deploy/sdk/generated/queries.ts";
import { Phase } from "../../deploy/sdk/codes/enums.ts";
import { phaseWhere, type RoundPhase } from "../../deploy/sdk/subgraph/phaseWhere.ts";
import { querySubgraph } from "../../deploy/sdk/subgraph/querySubgraph.ts";

type Entities = readonly { readonly id: string }[];

interface Sample {
  readonly _meta: { readonly block: { readonly number: number; readonly timestamp: number } };
  readonly leads: readonly { readonly id: string; readonly leadId: string }[];
  readonly bidders: Entities;
  readonly sellers: Entities;
  readonly traded: readonly { readonly slug: string }[];
  readonly open: readonly { readonly verticalSlug: string }[];
  readonly actions: readonly { readonly id: Hex; readonly txHash: Hex }[];
}

const SAMPLE = parse(`query Sample($after: BigInt!) {
  _meta { block { number timestamp } }
  leads(first: 1000, where: { leadId_gt: $after }) { id leadId }
  bidders: accounts(first: 1000, where: { bidCount_gt: 0 }) { id }
  sellers: accounts(first: 1000, where: { saleCount_gt: 0 }) { id }
  traded: verticals(first: 1000, where: { auctions_: { outcome: Sold } }) { slug }
  open: auctions(first: 50, where: { outcome: null }, orderBy: id, orderDirection: desc) { verticalSlug }
  actions(first: 1000, where: { leadId_gt: $after }) { id txHash }
}`) as TypedDocumentNode<Sample, { readonly after: string }>;

/** Values of the queries' variables that occur in the indexed data, by the variables' names. */
export type VariableValues = Readonly<Record<string, readonly unknown[]>>;

/** Reads what the queries' variables can be from a subgraph. @param leads how many it has. */
export async function sampleValues(graphql: string, leads: number): Promise<VariableValues> {
  // From the middle on: early entries must not be easier to find.
  const after = String(Math.floor(leads / 2));
  const sample = await querySubgraph(graphql, SAMPLE, { after });
  const { _meta, leads: found, bidders, sellers, traded, open, actions } = sample;
  const ids = (entities: Entities) => entities.map(({ id }) => id);
  const slugs = traded.map(({ slug }) => slug);
  const { number, timestamp } = _meta.block;
  return {
    block: [number],
    now: [String(timestamp)],
    leadId: found.map(({ leadId }) => leadId),
    account: ids(bidders),
    seller: ids(sellers),
    vertical: slugs,
    bountyId: ["1"],
    "OpenBounties.root": [...new Set(slugs.map((slug) => slug.split(".")[0]))],
    "OpenBounties.region": ["US-CA", "US-TX"],
    "OpenBounties.country": ["US"],
    "OpenLeads.vertical": ["", ...new Set(open.map(({ verticalSlug }) => verticalSlug))],
    where: filtersFor(slugs, timestamp),
    txHash: actions.map(({ txHash }) => txHash),
    "ActionFeed.after": ids(actions),
  };
}

/** Every phase, and every phase in every vertical. */
function filtersFor(verticals: readonly string[], now: number): Auction_Filter[] {
  const phases = Object.keys(Phase).filter((name): name is RoundPhase => name !== "None");
  return phases.flatMap((phase) => {
    const inPhase = phaseWhere(phase, now);
    const inVertical = verticals.map((slug) => ({
      and: [{ verticalSlug_starts_with: slug }, inPhase],
    }));
    return [inPhase, ...inVertical];
  });
}

/**
 * The variables of the `turn`-th time that a query is asked: what has no values keeps its default.
 * @throws when a variable has neither default nor values.
 */
export function variablesOf(
  operation: OperationDefinitionNode,
  values: VariableValues,
  turn: number,
): Record<string, unknown> {
  const chosen: Record<string, unknown> = {};
  const query = operation.name?.value ?? "a query";
  for (const { variable, type, defaultValue } of operation.variableDefinitions ?? []) {
    const name = variable.name.value;
    const candidates = values[`${query}.${name}`] ?? values[name] ?? [];
    const value = candidates[turn % candidates.length];
    if (value !== undefined) chosen[name] = value;
    else if (defaultValue === undefined && type.kind === Kind.NON_NULL_TYPE) {
      throw new Error(
        `The benchmark has no value for $${name} of ${query}: add it to sampleValues.`,
      );
    }
  }
  return chosen;
}
