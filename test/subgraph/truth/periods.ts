import { ENTITY_TYPES, type EntityType } from "../facts/entityTypes.ts";
import { groupBy } from "../facts/groupBy.ts";
import { dimensionsOf } from "../facts/key.ts";
import type { Claim } from "./claim.ts";

const MICROSECONDS: Readonly<Record<string, bigint>> = {
  hour: 3_600_000_000n,
  day: 86_400_000_000n,
};

type Point = Readonly<Record<string, unknown>>;

/** Every aggregation of the schema, computed from the points of its series. */
export function periodClaims(points: readonly Claim[]): Claim[] {
  return [...ENTITY_TYPES.values()].flatMap((type) => {
    const { source, intervals } = type.aggregation ?? { source: "", intervals: [] };
    const series = points.filter(({ entity }) => entity === source).map(({ fields }) => fields);
    return intervals.flatMap((interval) => periodsOf(type, interval, series));
  });
}

function periodsOf(type: EntityType, interval: string, series: readonly Point[]): Claim[] {
  const length = MICROSECONDS[interval];
  if (length === undefined) throw new Error(`${type.name} has the unknown interval ${interval}.`);
  const dimensions = dimensionsOf(type);
  const groupOf = (point: Point) => dimensions.map((name) => String(point[name])).join("/");
  const startOf = (point: Point) => {
    const time = point["timestamp"] as bigint;
    return time - (time % length);
  };
  const periods = groupBy(series, (point) => `${startOf(point)}/${groupOf(point)}`);
  return [...periods.values()].map((points): Claim => {
    const [first] = points as [Point];
    const start = startOf(first);
    const until = series.filter(
      (point) => groupOf(point) === groupOf(first) && startOf(point) <= start,
    );
    const values = dimensions.map((name) => [name, first[name]] as const);
    const sums = type.fields.flatMap(({ name, aggregate }) =>
      aggregate ? [[name, combine(aggregate, aggregate.cumulative ? until : points)] as const] : [],
    );
    return {
      entity: type.name,
      id: [interval, start, ...values.map(([, value]) => String(value))].join("/"),
      fields: { timestamp: start, ...Object.fromEntries([...values, ...sums]) },
    };
  });
}

function combine({ fn, arg }: { fn: string; arg: string | undefined }, points: readonly Point[]) {
  const values = points.map((point) => BigInt((point[arg ?? ""] ?? 0) as number | bigint));
  switch (fn) {
    case "count":
      return points.length;
    case "sum":
      return values.reduce((sum, value) => sum + value, 0n);
    case "min":
      return values.reduce((least, value) => (value < least ? value : least));
    case "max":
      return values.reduce((most, value) => (value > most ? value : most));
    case "first":
      return values[0];
    case "last":
      return values.at(-1);
    default:
      throw new Error(`The unknown aggregate function ${fn}.`);
  }
}
