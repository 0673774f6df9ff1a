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
/** Of an aggregation's periods only numbers have more tests than equality. */
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

/** What a field holds, as far as filters care. */
export interface FieldShape {
  readonly name: string;
  /** Type without list and non-null marks. */
  readonly type: string;
  readonly kind: "scalar" | "enum" | "entity";
  readonly isList: boolean;
  readonly isDerived: boolean;
  /** Computed from a time series. */
  readonly isAggregate: boolean;
}

/** The input fields by which graph-node filters entities on `field`. */
export function filterFieldsOf(field: FieldShape): string[] {
  return field.isDerived
    ? nestedFilter(field)
    : [...testsOf(field, entityTests(field)), ...nestedFilter(field)];
}

/** The input fields by which graph-node filters an aggregation's periods on `field`: none for what is computed. */
export function periodFilterFieldsOf(field: FieldShape): string[] {
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
