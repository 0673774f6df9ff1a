import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import {
  Kind,
  parse,
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  type ObjectTypeDefinitionNode,
  type TypeNode,
} from "graphql";

/** How a field of an aggregation is made of its source's points. */
export interface Aggregate {
  readonly fn: string;
  /** The source's field; undefined when points are counted. */
  readonly arg: string | undefined;
  /** Whether earlier periods count too. */
  readonly cumulative: boolean;
}

/** A stored field of the schema; derived ones follow from others. */
export interface EntityField {
  readonly name: string;
  /** Without list and non-null marks. */
  readonly type: string;
  /** Whether it refers to another entity. */
  readonly isReference: boolean;
  readonly aggregate: Aggregate | undefined;
}

/** An entity type of the schema. */
export interface EntityType {
  readonly name: string;
  readonly kind: "entity" | "timeseries" | "aggregation";
  readonly fields: readonly EntityField[];
  /** The time series that an aggregation adds up, and its periods. */
  readonly aggregation:
    { readonly source: string; readonly intervals: readonly string[] } | undefined;
}

const SCHEMA = fileURLToPath(new URL("../../../subgraph/schema.graphql", import.meta.url));

/** Every entity type of the subgraph's schema, by name. */
export const ENTITY_TYPES: ReadonlyMap<string, EntityType> = entityTypesOf(
  readFileSync(SCHEMA, "utf8"),
);

/** A type of the schema. */
export function entityType(name: string): EntityType {
  const type = ENTITY_TYPES.get(name);
  if (type === undefined) throw new Error(`The schema has no entity type ${name}.`);
  return type;
}

function entityTypesOf(schema: string): ReadonlyMap<string, EntityType> {
  const objects = parse(schema).definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION ? [definition] : [],
  );
  const names = new Set(objects.map(({ name }) => name.value));
  return new Map(objects.map((object) => [object.name.value, entityTypeOf(object, names)]));
}

function entityTypeOf(object: ObjectTypeDefinitionNode, names: ReadonlySet<string>): EntityType {
  const aggregation = directive(object, "aggregation");
  const isTimeseries = argument(directive(object, "entity"), "timeseries") === true;
  return {
    name: object.name.value,
    kind: aggregation ? "aggregation" : isTimeseries ? "timeseries" : "entity",
    fields: (object.fields ?? [])
      .filter((field) => directive(field, "derivedFrom") === undefined)
      .map((field) => fieldOf(field, names)),
    aggregation: aggregation && {
      source: argument(aggregation, "source") as string,
      intervals: argument(aggregation, "intervals") as string[],
    },
  };
}

function fieldOf(field: FieldDefinitionNode, names: ReadonlySet<string>): EntityField {
  const type = namedType(field.type);
  const aggregate = directive(field, "aggregate");
  return {
    name: field.name.value,
    type,
    isReference: names.has(type),
    aggregate: aggregate && {
      fn: argument(aggregate, "fn") as string,
      arg: argument(aggregate, "arg") as string | undefined,
      cumulative: argument(aggregate, "cumulative") === true,
    },
  };
}

function directive(
  node: ObjectTypeDefinitionNode | FieldDefinitionNode,
  name: string,
): ConstDirectiveNode | undefined {
  return node.directives?.find((one) => one.name.value === name);
}

function argument(node: ConstDirectiveNode | undefined, name: string): unknown {
  const value = node?.arguments?.find((one) => one.name.value === name)?.value;
  if (value?.kind === Kind.LIST) {
    return value.values.map((item) => (item.kind === Kind.STRING ? item.value : undefined));
  }
  return value?.kind === Kind.STRING || value?.kind === Kind.BOOLEAN ? value.value : undefined;
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
