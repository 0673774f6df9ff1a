import { create, fromBinary, toBinary } from "@bufbuild/protobuf";

import { aggregate } from "./aggregate.ts";
import { hexOf } from "./ballot.ts";
import { SDK_PB, type SimpleConsensusInputs, type Value } from "../messages.ts";

const { SimpleConsensusInputsSchema } = SDK_PB;

/** What a node says in `consensus/Simple`. */
export function readObservation(payload: Uint8Array): SimpleConsensusInputs {
  return fromBinary(SimpleConsensusInputsSchema, payload);
}

/** What an observation answers: all of it but the answer. */
export function questionOf({ descriptors, default: fallback }: SimpleConsensusInputs): string {
  const question = {
    ...(descriptors === undefined ? {} : { descriptors }),
    ...(fallback === undefined ? {} : { default: fallback }),
  };
  const bytes = toBinary(
    SimpleConsensusInputsSchema,
    create(SimpleConsensusInputsSchema, question),
  );
  return hexOf(bytes);
}

/**
 * The DON's value of its nodes' observations of one thing; the workflow's default if they do not agree.
 * @returns undefined while further observations can decide.
 * @throws {Error} they do not agree, and there is no default.
 */
export function consensusOf(
  inputs: readonly SimpleConsensusInputs[],
  outstanding: number,
  quorum: number,
): Value | undefined {
  const [first] = inputs;
  const values = inputs.flatMap(({ observation }) =>
    observation.case === "value" ? [observation.value] : [],
  );
  if (values.length >= quorum && first?.descriptors !== undefined) {
    const value = aggregate(values, first.descriptors, quorum);
    if (value !== undefined) return value;
  }
  if (outstanding > 0 && values.length + outstanding >= quorum) return undefined;
  if (first?.default !== undefined) return first.default;
  const [failure] = inputs.flatMap(({ observation }) =>
    observation.case === "error" ? [observation.value] : [],
  );
  throw new Error(failure ?? `no consensus: fewer than ${quorum} nodes observed the same`);
}
