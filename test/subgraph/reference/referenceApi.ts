import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import {
  buildSchema,
  execute,
  Kind,
  parse,
  type DocumentNode,
  type GraphQLResolveInfo,
} from "graphql";

import { apiSchemaOf, collectionName, entityName } from "../../../subgraph/build/apiSchema.ts";
import { entityType, ENTITY_TYPES } from "../facts/entityTypes.ts";
import type { Row } from "../facts/subgraphFacts.ts";
import type { ChainRows } from "./chainRows.ts";
import { select, type ManyArguments } from "./select.ts";

/** What a subgraph with nothing but the chain's truth would be at. */
export interface Reference {
  readonly rows: ChainRows;
  /** Answer to `_meta`. */
  readonly meta: Readonly<Record<string, unknown>>;
}

const SCHEMA = readFileSync(
  fileURLToPath(new URL("../../../subgraph/schema.graphql", import.meta.url)),
  "utf8",
);
const API = buildSchema(apiSchemaOf(SCHEMA));
/** `Type.field` → the field of the other type that it is derived from. */
const DERIVED = derivedFields();

/** Answers a query as Graph Node would, from entities that the chain told. */
export async function askReference(
  reference: Reference,
  document: DocumentNode,
  variableValues: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const { data, errors } = await execute({
    schema: API,
    document,
    variableValues,
    rootValue: {},
    contextValue: reference,
    fieldResolver: resolve,
  });
  if (errors) throw new AggregateError(errors, "The reference cannot answer.");
  return JSON.parse(JSON.stringify(data));
}

function resolve(
  source: Row,
  args: ManyArguments & { readonly id?: string; readonly interval?: string },
  { rows, meta }: Reference,
  { fieldName, parentType }: GraphQLResolveInfo,
): unknown {
  if (parentType.name === "Query") return resolveRoot(fieldName, args, { rows, meta });
  if (parentType.name.startsWith("_")) return source[fieldName];
  const derived = DERIVED.get(`${parentType.name}.${fieldName}`);
  if (derived !== undefined) {
    const all = [...(rows.get(derived.type)?.values() ?? [])];
    const own = all.filter((row) => row[derived.from] === source["id"]);
    return derived.isList ? select(rows, derived.type, own, args) : (own[0] ?? null);
  }
  const field = entityType(parentType.name).fields.find(({ name }) => name === fieldName);
  if (field === undefined) throw new Error(`${parentType.name} has no field ${fieldName}.`);
  const value = source[fieldName] ?? null;
  return field.isReference ? rows.get(field.type)?.get(String(value)) : value;
}

function resolveRoot(
  name: string,
  { id, interval, ...args }: ManyArguments & { readonly id?: string; readonly interval?: string },
  { rows, meta }: Reference,
): unknown {
  if (name === "_meta") return meta;
  for (const type of ENTITY_TYPES.keys()) {
    if (name === entityName(type)) return rows.get(type)?.get(String(id).toLowerCase());
    if (name !== collectionName(type)) continue;
    const all = [...(rows.get(type) ?? [])];
    const own = interval === undefined ? all : all.filter(([key]) => key.startsWith(interval));
    return select(
      rows,
      type,
      own.map(([, row]) => row),
      args,
    );
  }
  throw new Error(`No type is asked for by ${name}.`);
}

function derivedFields() {
  const fields = parse(SCHEMA).definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION
      ? (definition.fields ?? []).map((field) => ({ owner: definition.name.value, field }))
      : [],
  );
  return new Map(
    fields.flatMap(({ owner, field }) => {
      const directive = field.directives?.find(({ name }) => name.value === "derivedFrom");
      const from = directive?.arguments?.[0]?.value;
      if (from?.kind !== Kind.STRING) return [];
      const isList = field.type.kind === Kind.NON_NULL_TYPE;
      const list =
        isList && field.type.type.kind === Kind.LIST_TYPE ? field.type.type.type : field.type;
      const named = list.kind === Kind.NON_NULL_TYPE ? list.type : list;
      if (named.kind !== Kind.NAMED_TYPE)
        throw new Error(`${field.name.value} is no list of entities.`);
      const entry = { type: named.name.value, from: from.value, isList };
      return [[`${owner}.${field.name.value}`, entry] as const];
    }),
  );
}
