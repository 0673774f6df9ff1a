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
const LIST = ["", "not", "contains", "contains_nocase", "not_contains", "not_contains_nocase"];

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
}

/** The input fields by which graph-node filters on `field`. */
export function filterFieldsOf({ name, type, kind, isList, isDerived }: FieldShape): string[] {
  const nested = kind === "entity" ? [`${name}_: ${type}_filter`] : [];
  if (isDerived) return nested;
  // A reference is compared by the id it holds, as text.
  const value = kind === "entity" ? "String" : type;
  const tests = isList ? LIST : kind === "enum" ? CHOICES : (SCALAR_TESTS[value] ?? []);
  return [
    ...tests.map((test) => {
      const takesList = isList || test === "in" || test === "not_in";
      return `${[name, test].filter(Boolean).join("_")}: ${takesList ? `[${value}!]` : value}`;
    }),
    ...nested,
  ];
}
