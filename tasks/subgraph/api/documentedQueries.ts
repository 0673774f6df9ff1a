import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { buildSchema } from "graphql";

import { readSchema } from "../subgraphSources.ts";
import { apiSchemaOf } from "./apiSchema.ts";
import { neededBy, QueryFileError, readQueries } from "./readQueries.ts";

/** Whose questions the queries answer, in the order in which they are shown. */
const READERS = ["Bidder", "Seller", "Integrator", "Operator", "Auditor"] as const;

/** The folder of the documented queries. */
export const QUERIES = fileURLToPath(new URL("../../../subgraph/queries", import.meta.url));

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
 * @throws {QueryFileError} one does not begin with its reader and question, or does not fit the schema.
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
    throw new QueryFileError(
      `${location} must begin with its reader and question: "# Bidder: …?". Readers are ${READERS.join(", ")}.`,
    );
  }
  return { reader, question };
}
