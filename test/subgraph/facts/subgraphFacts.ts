import { parse } from "graphql";
import type { TypedDocumentNode } from "@graphql-typed-document-node/core";

import { collectionName } from "../../../subgraph/build/apiSchema.ts";
import { querySubgraph } from "../../../deploy/sdk/subgraph/querySubgraph.ts";
import { ENTITY_TYPES, type EntityType } from "./entityTypes.ts";
import { keyOf } from "./key.ts";
import { valueOf, type Value } from "./value.ts";

/** An entity's stored fields by name. */
export type Row = Readonly<Record<string, Value>>;

/** All entities of all types of the schema, by type and key. */
export type Facts = ReadonlyMap<string, ReadonlyMap<string, Row>>;

/** Graph Node's limit. */
const PAGE = 1_000;

type Answer = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

/**
 * Reads everything that a subgraph holds at a block.
 * @param url GraphQL endpoint.
 */
export async function subgraphFacts(url: string, block: bigint): Promise<Facts> {
  const facts = new Map<string, ReadonlyMap<string, Row>>();
  for (const type of ENTITY_TYPES.values()) {
    const rows = new Map<string, Row>();
    for (const interval of type.aggregation?.intervals ?? [undefined]) {
      const page = (await allPages(url, type, block, interval)).sort(byId);
      for (const [ordinal, row] of page.entries()) {
        rows.set(keyOf(type, row, ordinal, interval).toLowerCase(), row);
      }
    }
    facts.set(type.name, rows);
  }
  return facts;
}

async function allPages(
  url: string,
  type: EntityType,
  block: bigint,
  interval: string | undefined,
): Promise<Row[]> {
  const collection = collectionName(type.name);
  const rows: Row[] = [];
  for (let after: Value | undefined; ; after = rows.at(-1)?.["id"]) {
    const query = pageQuery(type, block, interval, after);
    const { [collection]: page = [] } = await querySubgraph(url, query, {});
    rows.push(...page.map((one) => rowOf(type, one)));
    if (page.length < PAGE) return rows;
  }
}

function pageQuery(
  { name, fields }: EntityType,
  block: bigint,
  interval: string | undefined,
  after: Value | undefined,
): TypedDocumentNode<Answer, Record<string, never>> {
  const selection = fields.map((field) =>
    field.isReference ? `${field.name} { id }` : field.name,
  );
  const periods = interval === undefined ? "" : `interval: ${interval}, current: include, `;
  const rest = after === undefined ? "" : `where: { id_gt: ${JSON.stringify(after)} }, `;
  const order = `orderBy: id, first: ${PAGE}, block: { number: ${block} }`;
  return parse(`{ ${collectionName(name)}(${periods}${rest}${order}) { ${selection.join(" ")} } }`);
}

function rowOf({ fields }: EntityType, answer: Readonly<Record<string, unknown>>): Row {
  return Object.fromEntries(
    fields.map((field) => [field.name, valueOf(field, answer[field.name])]),
  );
}

/** Ids that Graph Node counts up are numbers; others sort as their text. */
function byId({ id: a }: Row, { id: b }: Row): number {
  const [left, right] = [String(a), String(b)];
  return left.length - right.length || (left < right ? -1 : 1);
}
