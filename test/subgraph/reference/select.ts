import { entityType } from "../facts/entityTypes.ts";
import type { Row } from "../facts/subgraphFacts.ts";
import type { Value } from "../facts/value.ts";

/** Arguments of a field that gives many entities. */
export interface ManyArguments {
  readonly where?: Readonly<Record<string, Value>> | null;
  readonly orderBy?: string | null;
  readonly orderDirection?: "asc" | "desc" | null;
  readonly first?: number | null;
  readonly skip?: number | null;
}

type Test = (actual: Value, wanted: Value, order: Order) => boolean;
type Order = (a: Value, b: Value) => number;

/** Graph Node's default. */
const FIRST = 100;

const TESTS: Readonly<Record<string, Test>> = {
  gt: (actual, wanted, order) => order(actual, wanted) > 0,
  gte: (actual, wanted, order) => order(actual, wanted) >= 0,
  lt: (actual, wanted, order) => order(actual, wanted) < 0,
  lte: (actual, wanted, order) => order(actual, wanted) <= 0,
  in: (actual, wanted) => Array.isArray(wanted) && wanted.includes(actual),
  starts_with: (actual, wanted) => String(actual).startsWith(String(wanted)),
};

/** The rows of a type that Graph Node gives for these arguments, in its order: ties go by id, in the same direction. */
export function select(type: string, rows: readonly Row[], args: ManyArguments): Row[] {
  const { where, orderBy, orderDirection, first, skip } = args;
  const tests = Object.entries(where ?? {}).map(([name, wanted]) => testOf(type, name, wanted));
  const name = orderBy ?? "id";
  const [byField, byId] = [orderOf(type, name), orderOf(type, "id")];
  const direction = orderDirection === "desc" ? -1 : 1;
  const start = skip ?? 0;
  return rows
    .filter((row) => tests.every((passes) => passes(row)))
    .sort(
      (a, b) =>
        direction *
        (byField(a[name] ?? null, b[name] ?? null) || byId(a["id"] ?? null, b["id"] ?? null)),
    )
    .slice(start, start + (first ?? FIRST));
}

function testOf(type: string, name: string, wanted: Value): (row: Row) => boolean {
  const { fields } = entityType(type);
  const field = fields.find((one) => name === one.name || name.startsWith(`${one.name}_`));
  const test = field && (name === field.name ? equals : TESTS[name.slice(field.name.length + 1)]);
  if (field === undefined || test === undefined) {
    throw new Error(`The reference knows no filter ${name} of ${type}: teach it.`);
  }
  const order = orderOf(type, field.name);
  return (row) => test(row[field.name] ?? null, wanted, order);
}

function equals(actual: Value, wanted: Value): boolean {
  return String(actual).toLowerCase() === String(wanted).toLowerCase();
}

function orderOf(type: string, name: string): Order {
  const isNumber = entityType(type).fields.some(
    (field) => field.name === name && ["BigInt", "Int", "Timestamp"].includes(field.type),
  );
  return isNumber
    ? (a, b) => Math.sign(Number(BigInt(Number(a ?? 0)) - BigInt(Number(b ?? 0))))
    : (a, b) => (String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0);
}
