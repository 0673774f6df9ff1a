import { Kind, type DocumentNode } from "graphql";

import { TaskError } from "../client/taskError.ts";

/** Reads `name=value` pairs for a query; a value is JSON, else text. Refuses names that the query does not declare, and misses none. */
export function readVariables(
  document: DocumentNode,
  pairs: readonly string[],
): Record<string, unknown> {
  const declared = document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? (definition.variableDefinitions ?? []) : [],
  );
  const names = declared.map(({ variable }) => variable.name.value);
  const variables = Object.fromEntries(pairs.map(readPair));
  const next =
    names.length === 0
      ? "This query takes no variables."
      : `It takes ${names.join(", ")}; write them as name=value.`;
  const unknown = Object.keys(variables).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new TaskError(`The query has no variable ${unknown}.`, next);
  const missing = declared.find(
    ({ variable, type, defaultValue }) =>
      type.kind === Kind.NON_NULL_TYPE &&
      defaultValue === undefined &&
      variables[variable.name.value] === undefined,
  );
  if (missing !== undefined) {
    throw new TaskError(`The query needs the variable ${missing.variable.name.value}.`, next);
  }
  return variables;
}

function readPair(pair: string): [string, unknown] {
  const at = pair.indexOf("=");
  if (at < 1) throw new TaskError(`${pair} is no variable.`, "Write variables as name=value.");
  const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
  try {
    return [name, JSON.parse(value) as unknown];
  } catch {
    return [name, value];
  }
}
