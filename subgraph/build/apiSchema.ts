import { readFileSync } from "node:fs";

import {
  Kind,
  parse,
  print,
  type FieldDefinitionNode,
  type ObjectTypeDefinitionNode,
} from "graphql";

const SCALARS = ["BigDecimal", "BigInt", "Bytes", "Int8", "Timestamp"];

/** What every subgraph's API has, whatever its entities. */
const COMMON = `
${SCALARS.map((scalar) => `scalar ${scalar}`).join("\n")}
enum OrderDirection { asc desc }
enum Aggregation_interval { hour day }
enum Aggregation_current { exclude include }
enum _SubgraphErrorPolicy_ { allow deny }
input BlockChangedFilter { number_gte: Int! }
input Block_height { hash: Bytes number: Int number_gte: Int }
type _Block_ { hash: Bytes number: Int! timestamp: Int parentHash: Bytes }
type _Meta_ { block: _Block_! deployment: String! hasIndexingErrors: Boolean! }
`;

const AGGREGATION_ARGUMENTS = "interval: Aggregation_interval!, current: Aggregation_current, ";

const COMPARISONS = ["", "not", "gt", "lt", "gte", "lte", "in", "not_in"] as const;
const CONTAINS = ["contains", "not_contains"] as const;
const CHOICES = ["", "not", "in", "not_in"] as const;
const TEXT = [
  ...COMPARISONS,
  ...[
    "contains",
    "not_contains",
    "starts_with",
    "not_starts_with",
    "ends_with",
    "not_ends_with",
  ].flatMap((test) => [test, `${test}_nocase`]),
];
const LIST = ["", "not", ...CONTAINS];
const TEXT_LIST = [...LIST, ...CONTAINS.map((test) => `${test}_nocase`)];
/** In an aggregation's periods, only numbers have more tests than equality. */
const NUMBERS = ["Int", "Int8", "BigInt", "BigDecimal", "Timestamp"];
const PERIOD_NUMBER = ["", "gt", "lt", "gte", "lte", "in"];

/** Tests of a `where` argument by scalar type. */
const SCALAR_TESTS: Readonly<Record<string, readonly string[]>> = {
  ID: COMPARISONS,
  Int: COMPARISONS,
  Int8: COMPARISONS,
  BigInt: COMPARISONS,
  BigDecimal: COMPARISONS,
  Timestamp: COMPARISONS,
  Boolean: CHOICES,
  Bytes: [...COMPARISONS, ...CONTAINS],
  String: TEXT,
};

/** What a field holds, for filters. */
interface FieldShape {
  readonly name: string;
  /** Type without list and non-null marks. */
  readonly type: string;
  readonly kind: "scalar" | "enum" | "entity";
  readonly isList: boolean;
  readonly isDerived: boolean;
  /** Computed from a time series. */
  readonly isAggregate: boolean;
}

/** The text of the subgraph's schema. */
export function readSchema(): string {
  return readFileSync(new URL("../schema.graphql", import.meta.url), "utf8");
}

/**
 * The API that graph-node serves for a subgraph's schema: types, filters, orders and queries. graph-node derives it in the same way; a
 * test compares the two. Knowing it here lets queries be typed without a node.
 * @param schema the subgraph's `schema.graphql`.
 */
export function apiSchemaOf(schema: string): string {
  const { definitions } = parse(schema);
  const enums = definitions.filter((one) => one.kind === Kind.ENUM_TYPE_DEFINITION);
  const enumNames = new Set(enums.map(({ name }) => name.value));
  const entities = objectTypesIn(schema);
  const shapes = new Map(
    entities.map((entity) => [
      entity.name.value,
      (entity.fields ?? []).map((field) => shapeOf(field, enumNames)),
    ]),
  );
  const parts = [
    COMMON,
    ...enums.map(({ name, values = [] }) =>
      block(
        "enum",
        name.value,
        values.map((value) => value.name.value),
      ),
    ),
    ...entities.flatMap((entity) => definitionsOf(entity, shapes)),
    block("type", "Query", [
      ...entities.flatMap((entity) => queriesOf(entity)),
      "_meta(block: Block_height): _Meta_",
    ]),
  ];
  return parts.join("\n");
}

/** The types of a schema that mappings write: entities, not aggregations. */
export function entitiesOf(schema: string): string[] {
  const entities = objectTypesIn(schema).filter((type) => !isAggregation(type));
  return entities.map(({ name }) => name.value);
}

function objectTypesIn(schema: string): ObjectTypeDefinitionNode[] {
  return parse(schema).definitions.filter((one) => one.kind === Kind.OBJECT_TYPE_DEFINITION);
}

function definitionsOf(
  entity: ObjectTypeDefinitionNode,
  shapes: ReadonlyMap<string, readonly FieldShape[]>,
): string[] {
  const name = entity.name.value;
  const fields = shapes.get(name) ?? [];
  const columns = (entity.fields ?? []).map((field, index) => {
    const shape = fields[index] as FieldShape;
    const args = shape.isList && shape.kind === "entity" ? `(${pagingOf(shape.type)})` : "";
    return `${shape.name}${args}: ${print(field.type)}`;
  });
  return [
    block("type", name, columns),
    block("input", `${name}_filter`, [
      ...fields.flatMap(isAggregation(entity) ? periodFilterFieldsOf : filterFieldsOf),
      "_change_block: BlockChangedFilter",
      `and: [${name}_filter]`,
      `or: [${name}_filter]`,
    ]),
    block(
      "enum",
      `${name}_orderBy`,
      fields.flatMap((field) => ordersOf(field, shapes)),
    ),
  ];
}

/** A field orders by itself; a single reference also by the values of what it refers to. */
function ordersOf(field: FieldShape, shapes: ReadonlyMap<string, readonly FieldShape[]>): string[] {
  if (field.kind !== "entity" || field.isList) return [field.name];
  const nested = (shapes.get(field.type) ?? []).filter(
    ({ kind, isList }) => kind !== "entity" && !isList,
  );
  return [field.name, ...nested.map(({ name }) => `${field.name}__${name}`)];
}

function queriesOf(entity: ObjectTypeDefinitionNode): string[] {
  const name = entity.name.value;
  const state = "block: Block_height, subgraphError: _SubgraphErrorPolicy_! = deny";
  const many = `${collectionName(name)}(${isAggregation(entity) ? AGGREGATION_ARGUMENTS : ""}${pagingOf(name)}, ${state}): [${name}!]!`;
  return isAggregation(entity) ? [many] : [`${entityName(name)}(id: ID!, ${state}): ${name}`, many];
}

function pagingOf(type: string): string {
  return `skip: Int = 0, first: Int = 100, orderBy: ${type}_orderBy, orderDirection: OrderDirection, where: ${type}_filter`;
}

function isAggregation({ directives }: ObjectTypeDefinitionNode): boolean {
  return directives?.some(({ name }) => name.value === "aggregation") ?? false;
}

function shapeOf(field: FieldDefinitionNode, enums: ReadonlySet<string>): FieldShape {
  const written = print(field.type);
  const type = written.replaceAll(/[![\]]/g, "");
  const isScalar = ["ID", "Int", "Boolean", "String", ...SCALARS].includes(type);
  const isMarked = (mark: string) =>
    field.directives?.some(({ name }) => name.value === mark) ?? false;
  return {
    name: field.name.value,
    type,
    kind: isScalar ? "scalar" : enums.has(type) ? "enum" : "entity",
    isList: written.startsWith("["),
    isDerived: isMarked("derivedFrom"),
    isAggregate: isMarked("aggregate"),
  };
}

function block(keyword: string, name: string, members: readonly string[]): string {
  return `${keyword} ${name} {\n  ${members.join("\n  ")}\n}`;
}

/** The input fields by which graph-node filters entities on `field`. */
function filterFieldsOf(field: FieldShape): string[] {
  return field.isDerived
    ? nestedFilter(field)
    : [...testsOf(field, entityTests(field)), ...nestedFilter(field)];
}

/** The input fields by which graph-node filters an aggregation's periods on `field`: none for what is computed. */
function periodFilterFieldsOf(field: FieldShape): string[] {
  if (field.isAggregate) return [];
  const tests = NUMBERS.includes(field.type) ? PERIOD_NUMBER : [""];
  return [...testsOf(field, tests), ...nestedFilter(field)];
}

function entityTests({ type, kind, isList }: FieldShape): readonly string[] {
  if (isList) return type === "String" ? TEXT_LIST : LIST;
  if (kind === "enum") return CHOICES;
  return kind === "entity" ? TEXT : (SCALAR_TESTS[type] ?? []);
}

function testsOf({ name, type, kind, isList }: FieldShape, tests: readonly string[]): string[] {
  // A reference is compared by the id it holds, as text.
  const value = kind === "entity" ? "String" : type;
  return tests.map((test) => {
    const takesList = isList || test === "in" || test === "not_in";
    return `${[name, test].filter(Boolean).join("_")}: ${takesList ? `[${value}!]` : value}`;
  });
}

function nestedFilter({ name, type, kind }: FieldShape): string[] {
  return kind === "entity" ? [`${name}_: ${type}_filter`] : [];
}

/** A type's name as graph-node spells it in queries for one entity. */
export function entityName(type: string): string {
  return type.charAt(0).toLowerCase() + type.slice(1);
}

/** A type's name as graph-node spells it in queries for many: its plural, or `…_collection` if that is the same word. */
export function collectionName(type: string): string {
  const one = entityName(type);
  if (/(?:ss|x|z|ch|sh)$/.test(one)) return `${one}es`;
  if (one.endsWith("s")) return `${one}_collection`;
  if (/[^aeiou]y$/.test(one)) return `${one.slice(0, -1)}ies`;
  return `${one}s`;
}
