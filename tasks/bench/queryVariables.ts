import { parse, Kind, type OperationDefinitionNode } from "graphql";
import type { TypedDocumentNode } from "@graphql-typed-document-node/core";

import { querySubgraph } from "../subgraph/querySubgraph.ts";

type Entities = readonly { readonly id: string }[];

interface Sample {
  readonly _meta: { readonly block: { readonly number: number; readonly timestamp: number } };
  readonly leads: readonly { readonly id: string; readonly leadId: string }[];
  readonly bidders: Entities;
  readonly sellers: Entities;
  readonly traded: readonly { readonly vertical: Entities[number] }[];
}

const SAMPLE = parse(`query Sample {
  _meta { block { number timestamp } }
  leads(first: 1000) { id leadId }
  bidders: balances(first: 1000, where: { bidCount_gt: 0 }) { id }
  sellers: reputations(first: 1000, where: { saleCount_gt: 0 }) { id }
  traded: verticalPeriods(first: 1000, interval: day, current: include) { vertical { id } }
}`) as TypedDocumentNode<Sample, Record<string, never>>;

/** Values of the queries' variables that occur in the indexed data, by the variables' names. */
export type VariableValues = Readonly<Record<string, readonly (string | number)[]>>;

/** Reads what the queries' variables can be from a subgraph. */
export async function sampleValues(graphql: string): Promise<VariableValues> {
  const { _meta, leads, bidders, sellers, traded } = await querySubgraph(graphql, SAMPLE, {});
  const ids = (entities: Entities) => entities.map(({ id }) => id);
  return {
    block: [_meta.block.number],
    now: [String(_meta.block.timestamp)],
    lead: ids(leads),
    leadId: leads.map(({ leadId }) => leadId),
    account: ids(bidders),
    seller: ids(sellers),
    vertical: ids(traded.map(({ vertical }) => vertical)),
  };
}

/**
 * The variables of the `turn`-th time that a query is asked. What has a default keeps it.
 * @throws when a variable has neither default nor values.
 */
export function variablesOf(
  operation: OperationDefinitionNode,
  values: VariableValues,
  turn: number,
): Record<string, string | number> {
  const chosen: Record<string, string | number> = {};
  for (const { variable, type, defaultValue } of operation.variableDefinitions ?? []) {
    if (defaultValue !== undefined || type.kind !== Kind.NON_NULL_TYPE) continue;
    const name = variable.name.value;
    const candidates = values[name] ?? [];
    const value = candidates[turn % candidates.length];
    if (value === undefined) {
      throw new Error(
        `The benchmark has no value for $${name} of ${operation.name?.value ?? "a query"}: say in sampleValues where it is found.`,
      );
    }
    chosen[name] = value;
  }
  return chosen;
}
