import {
  Kind,
  parse,
  type FieldDefinitionNode,
  type ObjectTypeDefinitionNode,
  type TypeNode,
} from "graphql";

import { collectionName, entityName } from "./entityName.ts";
import { filterFieldsOf, periodFilterFieldsOf, type FieldShape } from "./filterFields.ts";

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

/**
 * The API that graph-node serves for a subgraph's schema: types, filters, orders and queries. graph-node derives it in the same way; a
 * test compares the two. Knowing it here lets queries be typed without a node.
 * @param schema the subgraph's `schema.graphql`.
 */
export function apiSchemaOf(schema: string): string {
  const { definitions } = parse(schema);
  const enums = definitions.flatMap((one) => (one.kind === Kind.ENUM_TYPE_DEFINITION ? [one] : []));
  const enumNames = new Set(enums.map(({ name }) => name.value));
  const entities = definitions.flatMap((one) =>
    one.kind === Kind.OBJECT_TYPE_DEFINITION ? [one] : [],
  );
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

function definitionsOf(
  entity: ObjectTypeDefinitionNode,
  shapes: ReadonlyMap<string, readonly FieldShape[]>,
): string[] {
  const name = entity.name.value;
  const fields = shapes.get(name) ?? [];
  const columns = (entity.fields ?? []).map((field, index) => {
    const shape = fields[index] as FieldShape;
    const args = shape.isList && shape.kind === "entity" ? `(${pagingOf(shape.type)})` : "";
    return `${shape.name}${args}: ${typeText(field.type)}`;
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

const AGGREGATION_ARGUMENTS = "interval: Aggregation_interval!, current: Aggregation_current, ";

function pagingOf(type: string): string {
  return `skip: Int = 0, first: Int = 100, orderBy: ${type}_orderBy, orderDirection: OrderDirection, where: ${type}_filter`;
}

function isAggregation({ directives }: ObjectTypeDefinitionNode): boolean {
  return directives?.some(({ name }) => name.value === "aggregation") ?? false;
}

function shapeOf(field: FieldDefinitionNode, enums: ReadonlySet<string>): FieldShape {
  const type = namedType(field.type);
  const isScalar = ["ID", "Int", "Boolean", "String", ...SCALARS].includes(type);
  const isMarked = (mark: string) =>
    field.directives?.some(({ name }) => name.value === mark) ?? false;
  return {
    name: field.name.value,
    type,
    kind: isScalar ? "scalar" : enums.has(type) ? "enum" : "entity",
    isList: isListType(field.type),
    isDerived: isMarked("derivedFrom"),
    isAggregate: isMarked("aggregate"),
  };
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function isListType(type: TypeNode): boolean {
  return (
    type.kind === Kind.LIST_TYPE || (type.kind === Kind.NON_NULL_TYPE && isListType(type.type))
  );
}

function typeText(type: TypeNode): string {
  if (type.kind === Kind.NAMED_TYPE) return type.name.value;
  return type.kind === Kind.LIST_TYPE ? `[${typeText(type.type)}]` : `${typeText(type.type)}!`;
}

function block(keyword: string, name: string, members: readonly string[]): string {
  return `${keyword} ${name} {\n  ${members.join("\n  ")}\n}`;
}
