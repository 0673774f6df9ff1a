import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import { codegen } from "@graphql-codegen/core";
import * as typedDocuments from "@graphql-codegen/typed-document-node";
import * as operations from "@graphql-codegen/typescript-operations";
import { buildSchema, parse } from "graphql";

import { apiSchemaOf } from "./apiSchema.ts";
import { readQueries } from "./readQueries.ts";
import { typedFunctions } from "./typedFunctions.ts";

/** How graph-node writes its scalars in JSON. */
const SCALARS = {
  BigDecimal: "string",
  BigInt: "string",
  Bytes: "`0x${string}`",
  ID: "string",
  Int8: "string",
  Timestamp: "string",
};

/** Folders of a checkout that the generator reads and writes. */
export interface QueryFolders {
  /** The subgraph: `schema.graphql` and `queries/*.graphql`. */
  readonly subgraph: string;
  /** Where `queries.ts` is written. */
  readonly types: string;
}

/**
 * Writes a typed document for each of the subgraph's queries, and `queriesOf`, which has a function for each.
 * @throws {QueryFileError} a query does not fit the schema.
 */
export async function generateQueries({ subgraph, types }: QueryFolders): Promise<void> {
  const schema = apiSchemaOf(await readFile(path.join(subgraph, "schema.graphql"), "utf8"));
  const documents = await readQueries(path.join(subgraph, "queries"), buildSchema(schema));
  const filename = path.join(types, "queries.ts");
  const code = await codegen({
    filename,
    schema: parse(schema),
    documents: [...documents],
    config: {
      scalars: SCALARS,
      useTypeImports: true,
      strictScalars: true,
      enumType: "string-literal",
    },
    skipDocumentsValidation: true,
    plugins: [{ operations: {} }, { typedDocuments: {} }],
    pluginMap: { operations, typedDocuments },
  });
  await mkdir(types, { recursive: true });
  await writeFile(filename, `${code}${typedFunctions(documents)}`);
}
