import { readFile } from "node:fs/promises";
import path from "node:path";

import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { GraphQLError, Kind, parse, type DocumentNode } from "graphql";

import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { askIndex } from "../../deploy/sdk/subgraph/querySubgraph.ts";
import { documentedQueries, QUERIES } from "../../subgraph/build/queries.ts";
import { serviceAction } from "../cli/action.ts";
import type { ClientOptions } from "../cli/client.ts";
import { writePlot } from "../cli/plot.ts";
import { plotPrices } from "./plotPrices.ts";

/** A query that is known only at run time. */
export type Query = TypedDocumentNode<object, Record<string, unknown>>;

const SUFFIX = ".graphql";

interface QueryArguments extends ClientOptions {
  readonly query: string;
  readonly vars: readonly string[];
  readonly fresh: boolean;
  readonly plot: string | undefined;
}

export default serviceAction<QueryArguments>(async ({ query, vars, fresh, plot }, services) => {
  const document = await readQuery(query);
  const variables = readVariables(document, vars);
  const ask = fresh ? await services.requireFreshIndex() : askIndex(await services.requireIndex());
  const answer = await ask(document, variables);
  if (plot !== undefined) await writePlot(plot, plotPrices(answer, variables));
  return { json: answer, text: JSON.stringify(answer, undefined, 2) };
});

/** The query that the argument names: one of `subgraph/queries` by its name, a file, or the text itself. */
async function readQuery(given: string): Promise<Query> {
  const text = given.includes("{") ? given : await readText(given);
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const { line, column } = error.locations?.[0] ?? { line: 1, column: 1 };
    throw new LeadEngineError(
      "INVALID_QUERY",
      `The query is not GraphQL: ${error.message} (line ${line}, column ${column}).`,
      "Try it in GraphiQL, which the stack serves and which knows the schema.",
    );
  }
}

async function readText(name: string): Promise<string> {
  const file = name.endsWith(SUFFIX) ? name : path.join(QUERIES, `${name}${SUFFIX}`);
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const names = (await documentedQueries()).map((query) => query.name);
    throw new LeadEngineError(
      "NO_QUERY",
      `There is no query ${name} (${code}).`,
      `Name one of ${names.join(", ")}; or a file that ends in ${SUFFIX}; or write the query itself.`,
    );
  }
}

/** Reads `name=value` pairs for a query; a value is JSON, else text. Refuses names that the query does not declare, and missing values. */
function readVariables(document: DocumentNode, pairs: readonly string[]): Record<string, unknown> {
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
  if (unknown !== undefined)
    throw new LeadEngineError("INVALID_VARIABLE", `The query has no variable ${unknown}.`, next);
  const missing = declared.find(
    ({ variable, type, defaultValue }) =>
      type.kind === Kind.NON_NULL_TYPE &&
      defaultValue === undefined &&
      variables[variable.name.value] === undefined,
  );
  if (missing !== undefined) {
    throw new LeadEngineError(
      "MISSING_VARIABLE",
      `The query needs the variable ${missing.variable.name.value}.`,
      next,
    );
  }
  return variables;
}

function readPair(pair: string): [string, unknown] {
  const at = pair.indexOf("=");
  if (at < 1)
    throw new LeadEngineError(
      "INVALID_VARIABLE",
      `${pair} is not a variable.`,
      "Write variables as name=value.",
    );
  const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
  try {
    return [name, JSON.parse(value) as unknown];
  } catch {
    return [name, value];
  }
}
