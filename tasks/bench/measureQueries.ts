import { readFile } from "node:fs/promises";
import path from "node:path";

import { buildSchema, print } from "graphql";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { z } from "zod";

import { apiSchemaOf } from "../../subgraph/build/apiSchema.ts";
import { readQueries, type QueryFile } from "../../subgraph/build/queries.ts";
import { sampleValues, variablesOf, type VariableValues } from "./queryVariables.ts";
import { quantile } from "./statistics.ts";

/** Times that a query is asked before it is timed. */
const WARM_UP = 20;

/** From the question to the last byte of the answer, milliseconds. */
export interface QueryTimes {
  readonly name: string;
  readonly p50: number;
  readonly p99: number;
}

const answer = z.strictObject({ data: z.record(z.string(), z.unknown()) });

/** How often to ask, and about how many leads. */
export interface QueryOptions {
  readonly graphql: string;
  readonly leads: number;
  readonly repetitions: number;
  readonly progress: (line: string) => void;
}

/** Asks every query of `subgraph/queries` repeatedly, one at a time, with other variables each time if it takes any. */
export async function measureQueries(
  { config }: HardhatRuntimeEnvironment,
  { graphql, leads, repetitions, progress }: QueryOptions,
): Promise<QueryTimes[]> {
  const folder = path.join(config.paths.root, "subgraph");
  const schema = apiSchemaOf(await readFile(path.join(folder, "schema.graphql"), "utf8"));
  const files = await readQueries(path.join(folder, "queries"), buildSchema(schema));
  const values = await sampleValues(graphql, leads);
  const times: QueryTimes[] = [];
  for (const file of files) {
    const name = path.basename(file.location, ".graphql");
    progress(`Asking ${name} ${repetitions} times`);
    times.push({ name, ...(await measure(graphql, file, values, repetitions)) });
  }
  return times;
}

async function measure(
  graphql: string,
  { location, document, operation }: QueryFile,
  values: VariableValues,
  repetitions: number,
): Promise<Omit<QueryTimes, "name">> {
  const query = print(document);
  const durations: number[] = [];
  let isAnswered = false;
  for (let turn = -WARM_UP; turn < repetitions; turn++) {
    const variables = variablesOf(operation, values, turn + WARM_UP);
    const body = JSON.stringify({ query, variables });
    const start = performance.now();
    const response = await fetch(graphql, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    const text = await response.text();
    if (turn >= 0) durations.push(performance.now() - start);
    const { data } = answer.parse(JSON.parse(text));
    isAnswered ||= Object.values(data).some(holdsSomething);
  }
  if (!isAnswered) throw new Error(`${location} finds nothing in the data that it is measured on.`);
  return { p50: quantile(durations, 0.5), p99: quantile(durations, 0.99) };
}

function holdsSomething(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value != null;
}
