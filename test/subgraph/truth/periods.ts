import { ENTITY_TYPES, type EntityType } from "../facts/entityTypes.ts";
import { groupBy } from "../facts/groupBy.ts";
import { dimensionsOf } from "../facts/key.ts";
import type { Claim } from "./claim.ts";

const SECOND = 1_000_000n;
const MICROSECONDS: Readonly<Record<string, bigint>> = {
  hour: 3_600_000_000n,
  day: 86_400_000_000n,
};

type Point = Readonly<Record<string, unknown>>;

/**
 * Every aggregation of the schema, computed from the points of its series.
 * @param now time of the head, Unix seconds.
 */
export function periodClaims(points: readonly Claim[], now: bigint): Claim[] {
  return [...ENTITY_TYPES.values()].flatMap((type) => {
    const { source, intervals } = type.aggregation ?? { source: "", intervals: [] };
    const series = points.filter(({ entity }) => entity === source).map(({ fields }) => fields);
    return intervals.flatMap((interval) => periodsOf(type, interval, series, now));
  });
}

function periodsOf(
  type: EntityType,
  interval: string,
  all: readonly Point[],
  now: bigint,
): Claim[] {
  const length = MICROSECONDS[interval];
  if (length === undefined) throw new Error(`${type.name} has the unknown interval ${interval}.`);
  const dimensions = dimensionsOf(type);
  const groupOf = (point: Point) => dimensions.map((name) => String(point[name])).join("/");
  const startOf = (point: Point) => timeOf(point) - (timeOf(point) % length);
  const overdue = overlooked(all, startOf, length, now * SECOND);
  const series = all.filter((point) => timeOf(point) !== overdue);
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

/**
 * When the points happened that Graph Node 0.45 overlooks: in the running period it only adds up what came one second or more after the
 * last period that has points, and is over, has ended. Block times are whole seconds, so that is one moment.
 */
function overlooked(
  series: readonly Point[],
  startOf: (point: Point) => bigint,
  length: bigint,
  now: bigint,
): bigint | undefined {
  const ends = series.map((point) => startOf(point) + length).filter((end) => end <= now);
  const last = ends.reduce((latest, end) => (end > latest ? end : latest), 0n);
  return last + length > now ? last : undefined;
}

function timeOf(point: Point): bigint {
  return point["timestamp"] as bigint;
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
