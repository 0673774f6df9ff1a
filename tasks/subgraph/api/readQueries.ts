import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

import {
  getLocation,
  GraphQLError,
  Kind,
  parse,
  Source,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql";

/** A file of queries that cannot be used; the message says where and why. */
export class QueryFileError extends Error {
  override readonly name = "QueryFileError";
}

/** A file of queries. */
export interface QueryFile {
  readonly location: string;
  readonly document: DocumentNode;
  /** What stands above the query, without the marks; empty where nothing does. */
  readonly comment: string;
  /** Its one operation; it has a name. */
  readonly operation: OperationDefinitionNode;
}

/**
 * Reads a folder of `.graphql` files, one named operation each.
 * @param schema what the operations must fit.
 * @throws {QueryFileError} names the file, the line and the column of every fault of the first file that has one.
 */
export async function readQueries(folder: string, schema: GraphQLSchema): Promise<QueryFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".graphql")).sort();
  return Promise.all(
    names.map(async (name) => {
      const location = path.join(folder, name);
      const text = await readFile(location, "utf8");
      const document = parseFile(new Source(text, location));
      const errors = validate(schema, document);
      if (errors.length > 0) throw faultIn(location, errors);
      const operation = operationOf(location, document);
      return { location, document, comment: commentAbove(text), operation };
    }),
  );
}

function parseFile(source: Source): DocumentNode {
  try {
    return parse(source);
  } catch (error) {
    throw error instanceof GraphQLError ? faultIn(source.name, [error]) : error;
  }
}

function commentAbove(text: string): string {
  const lines = text.split("\n");
  const end = lines.findIndex((line) => !line.startsWith("#"));
  return lines
    .slice(0, end)
    .map((line) => line.replace(/^# ?/, ""))
    .join("\n");
}

/** The generated types are named after the operation. */
function operationOf(location: string, { definitions }: DocumentNode): OperationDefinitionNode {
  const operations = definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations;
  if (operations.length !== 1 || operation?.name === undefined) {
    throw new QueryFileError(`${location} must hold one query with a name: "query Name { … }".`);
  }
  return operation;
}

function faultIn(location: string, errors: readonly GraphQLError[]): QueryFileError {
  const lines = errors.map(({ message, source, positions }) => {
    const [position] = positions ?? [];
    if (source === undefined || position === undefined) return `${location}: ${message}`;
    const { line, column } = getLocation(source, position);
    return `${location}:${line}:${column}: ${message}`;
  });
  return new QueryFileError(lines.join("\n"));
}

/** Names of the variables that must have a value. */
export function neededBy({ variableDefinitions = [] }: OperationDefinitionNode): string[] {
  return variableDefinitions
    .filter(
      ({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined,
    )
    .map(({ variable }) => variable.name.value);
}
