import { readFile } from "node:fs/promises";
import path from "node:path";

import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { GraphQLError, parse } from "graphql";

import { TaskError } from "../client/taskError.ts";
import { documentedQueries, QUERIES } from "../subgraph/api/documentedQueries.ts";

/** A query that is known only at run time. */
export type Query = TypedDocumentNode<object, Record<string, unknown>>;

const SUFFIX = ".graphql";

/** The query that is meant: one of `subgraph/queries` by its name, a file, or the text itself. */
export async function readQuery(given: string): Promise<Query> {
  const text = given.includes("{") ? given : await readText(given);
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const { line, column } = error.locations?.[0] ?? { line: 1, column: 1 };
    throw new TaskError(
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
    throw new TaskError(
      `There is no query ${name} (${code}).`,
      `Name one of ${names.join(", ")}; or a file that ends in ${SUFFIX}; or write the query itself.`,
    );
  }
}
