import { entityType, type EntityField } from "../facts/entityTypes.ts";
import type { Row } from "../facts/subgraphFacts.ts";
import type { Value } from "../facts/value.ts";
import type { ChainRows } from "./chainRows.ts";

/** A filter as a query has it: tests by field, `and`, `or`, filters of what fields refer to. */
export interface Where {
  readonly [name: string]: Value | Where | readonly Where[];
}

type Test = (actual: Value, wanted: Value, order: Order) => boolean;
export type Order = (a: Value, b: Value) => number;

const NUMBERS = ["BigInt", "Int", "Int8", "Timestamp", "BigDecimal"];

/** None but equality finds what is null. */
const TESTS: Readonly<Record<string, Test>> = {
  gt: (actual, wanted, order) => actual !== null && order(actual, wanted) > 0,
  gte: (actual, wanted, order) => actual !== null && order(actual, wanted) >= 0,
  lt: (actual, wanted, order) => actual !== null && order(actual, wanted) < 0,
  lte: (actual, wanted, order) => actual !== null && order(actual, wanted) <= 0,
  in: (actual, wanted) => Array.isArray(wanted) && wanted.includes(actual),
  not: (actual, wanted) => !equals(actual, wanted),
  contains: (actual, wanted) =>
    Array.isArray(actual) && Array.isArray(wanted) && wanted.every((one) => actual.includes(one)),
  starts_with: (actual, wanted) => String(actual).startsWith(String(wanted)),
};

/** Tells whether rows of a type pass a filter. */
export function testOf(rows: ChainRows, type: string, where: Where): (row: Row) => boolean {
  const tests = Object.entries(where).map(([name, wanted]) => partOf(rows, type, name, wanted));
  return (row) => tests.every((passes) => passes(row));
}

function partOf(
  rows: ChainRows,
  type: string,
  name: string,
  wanted: Where[string],
): (row: Row) => boolean {
  if (name === "and" || name === "or") {
    const parts = (wanted as readonly Where[]).map((part) => testOf(rows, type, part));
    return name === "and"
      ? (row) => parts.every((passes) => passes(row))
      : (row) => parts.some((passes) => passes(row));
  }
  const { fields } = entityType(type);
  const field = fields
    .filter((one) => name === one.name || name.startsWith(`${one.name}_`))
    .sort((a, b) => b.name.length - a.name.length)[0];
  const suffix = name.slice((field?.name.length ?? 0) + 1);
  if (field?.isReference && name.endsWith("_")) return nestedTest(rows, field, wanted as Where);
  const test = name === field?.name ? equals : TESTS[suffix];
  if (field === undefined || test === undefined) {
    throw new Error(`The reference knows no filter ${name} of ${type}: teach it.`);
  }
  const order = orderOf(type, field.name);
  return (row) => test(row[field.name] ?? null, wanted as Value, order);
}

function nestedTest(rows: ChainRows, { name, type }: EntityField, where: Where) {
  const passes = testOf(rows, type, where);
  return (row: Row): boolean => {
    const other = rows.get(type)?.get(String(row[name]));
    return other !== undefined && passes(other);
  };
}

function equals(actual: Value, wanted: Value): boolean {
  if (actual === null || wanted === null) return actual === wanted;
  return String(actual).toLowerCase() === String(wanted).toLowerCase();
}

/** How values of a field are ordered. */
export function orderOf(type: string, name: string): Order {
  const isNumber = entityType(type).fields.some(
    (field) => field.name === name && NUMBERS.includes(field.type),
  );
  return isNumber
    ? (a, b) => Math.sign(Number(a ?? 0) - Number(b ?? 0))
    : (a, b) => (String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0);
}
