import { create, equals } from "@bufbuild/protobuf";

import { bigintOf } from "../evmLog.ts";
import { VALUES_PB, type ConsensusDescriptor, type Value } from "../messages.ts";

const { ValueSchema } = VALUES_PB;
/** `sdk.v1alpha.AggregationType`. */
const MEDIAN = 1;
const IDENTICAL = 2;

/**
 * One value of several nodes' observations, by the workflow's rule.
 * @returns undefined while too few observations agree.
 * @throws {Error} the rule is not known here, or does not fit the observations.
 */
export function aggregate(
  observations: readonly Value[],
  { descriptor }: ConsensusDescriptor,
  quorum: number,
): Value | undefined {
  if (descriptor.case === "fieldsMap")
    return byFields(observations, descriptor.value.fields, quorum);
  if (descriptor.case === "aggregation" && descriptor.value === IDENTICAL) {
    return identical(observations, quorum);
  }
  if (descriptor.case === "aggregation" && descriptor.value === MEDIAN) return median(observations);
  throw new Error("The local DON aggregates by identity, median and fields only.");
}

function identical(observations: readonly Value[], quorum: number): Value | undefined {
  return observations.find(
    (one) => observations.filter((other) => equals(ValueSchema, one, other)).length >= quorum,
  );
}

/** The upper of the two in the middle, so that it is a value that a node saw. */
function median(observations: readonly Value[]): Value | undefined {
  const sorted = observations.toSorted((one, other) => {
    const [left, right] = [numberOf(one), numberOf(other)];
    return left < right ? -1 : Number(left > right);
  });
  return sorted[Math.floor(sorted.length / 2)];
}

function numberOf({ value }: Value): bigint | number {
  switch (value.case) {
    case "int64Value":
    case "uint64Value":
    case "float64Value":
      return value.value;
    case "bigintValue":
      return bigintOf(value.value);
    default:
      throw new Error(`There is no median of ${value.case ?? "nothing"}.`);
  }
}

function byFields(
  observations: readonly Value[],
  rules: Readonly<Record<string, ConsensusDescriptor>>,
  quorum: number,
): Value | undefined {
  const fields: Record<string, Value> = {};
  for (const [name, rule] of Object.entries(rules)) {
    const seen = observations.flatMap(({ value }) => {
      const field = value.case === "mapValue" ? value.value.fields[name] : undefined;
      return field === undefined ? [] : [field];
    });
    const field = aggregate(seen, rule, quorum);
    if (field === undefined) return undefined;
    fields[name] = field;
  }
  return create(ValueSchema, { value: { case: "mapValue", value: { fields } } });
}
