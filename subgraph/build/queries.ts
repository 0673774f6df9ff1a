import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import {
  buildSchema,
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

import { apiSchemaOf, readSchema } from "./apiSchema.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";

/** Readers whose questions the queries answer, in the order shown. */
const READERS = ["Bidder", "Seller", "Integrator", "Operator", "Auditor"] as const;

/** The folder of the documented queries. */
export const QUERIES = fileURLToPath(new URL("../queries", import.meta.url));

/** A query of `subgraph/queries`. */
export interface DocumentedQuery {
  /** Its file's name without the ending, such as `my-bids`. */
  readonly name: string;
  readonly reader: (typeof READERS)[number];
  /** What it answers. */
  readonly question: string;
  /** The file's text. */
  readonly text: string;
  /** Names of the variables that must have a value. */
  readonly needs: readonly string[];
}

/**
 * The documented queries by reader, and by name for each.
 * @throws {LeadEngineError} one does not begin with its reader and question, or does not fit the schema.
 */
export async function documentedQueries(): Promise<DocumentedQuery[]> {
  const files = await readQueries(QUERIES, buildSchema(apiSchemaOf(readSchema())));
  const queries = await Promise.all(
    files.map(async ({ location, comment, operation }) => ({
      name: path.basename(location, ".graphql"),
      ...headOf(location, comment),
      text: await readFile(location, "utf8"),
      needs: neededBy(operation),
    })),
  );
  return READERS.flatMap((reader) => queries.filter((query) => query.reader === reader));
}

function headOf(location: string, comment: string): Pick<DocumentedQuery, "reader" | "question"> {
  const [first = ""] = comment.split("\n\n");
  const [name, question = ""] = first.replaceAll("\n", " ").split(/: (.*)/);
  const reader = READERS.find((one) => one === name);
  if (reader === undefined) {
    throw new LeadEngineError(
      "INVALID_QUERY_FILE",
      `${location} must begin with its reader and question: "# Bidder: …?". Readers are ${READERS.join(", ")}.`,
    );
  }
  return { reader, question };
}

/** A file of queries. */
export interface QueryFile {
  readonly location: string;
  readonly document: DocumentNode;
  /** The comment above the query, without the marks; empty if there is none. */
  readonly comment: string;
  /** Its one operation; it has a name. */
  readonly operation: OperationDefinitionNode;
}

/**
 * Reads a folder of `.graphql` files, one named operation each.
 * @param schema what the operations must fit.
 * @throws {LeadEngineError} names the file, the line and the column of every fault of the first file that has one.
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
    throw new LeadEngineError(
      "INVALID_QUERY_FILE",
      `${location} must hold one query with a name: "query Name { … }".`,
    );
  }
  return operation;
}

function faultIn(location: string, errors: readonly GraphQLError[]): LeadEngineError {
  const lines = errors.map(({ message, source, positions }) => {
    const [position] = positions ?? [];
    if (source === undefined || position === undefined) return `${location}: ${message}`;
    const { line, column } = getLocation(source, position);
    return `${location}:${line}:${column}: ${message}`;
  });
  return new LeadEngineError("INVALID_QUERY_FILE", lines.join("\n"));
}

/** Names of the variables that must have a value. */
export function neededBy({ variableDefinitions = [] }: OperationDefinitionNode): string[] {
  return variableDefinitions
    .filter(
      ({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined,
    )
    .map(({ variable }) => variable.name.value);
}
