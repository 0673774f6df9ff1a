import type { EntityType } from "./entityTypes.ts";
import type { Row } from "./subgraphFacts.ts";

/**
 * What tells an entity from others of its type in a comparison: its id; for a point of a time series, whose id Graph Node counts up, its
 * place in the series; for an aggregate its period and dimensions.
 */
export function keyOf(
  type: EntityType,
  row: Row,
  ordinal: number,
  interval: string | undefined,
): string {
  if (type.kind === "entity") return String(row["id"]);
  if (type.kind === "timeseries") return `#${ordinal}`;
  const dimensions = dimensionsOf(type).map((name) => String(row[name]));
  return [interval, row["timestamp"], ...dimensions].join("/");
}

/** Fields of an aggregation that its points are grouped by, time aside. */
export function dimensionsOf({ fields }: EntityType): string[] {
  return fields
    .filter(({ name, aggregate }) => !aggregate && name !== "id" && name !== "timestamp")
    .map(({ name }) => name);
}

/** Whether a field is compared: ids that Graph Node counts up say nothing about the chain. */
export function isCompared({ kind }: EntityType, field: string): boolean {
  return kind === "entity" || field !== "id";
}
