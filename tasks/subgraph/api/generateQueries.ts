import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import { codegen } from "@graphql-codegen/core";
import * as typedDocuments from "@graphql-codegen/typed-document-node";
import * as operations from "@graphql-codegen/typescript-operations";
import { parse, Source } from "graphql";

import { apiSchemaOf } from "./apiSchema.ts";

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

/** Writes a typed document for each of the subgraph's queries: a query that does not fit the schema fails here, with its place. */
export async function generateQueries({ subgraph, types }: QueryFolders): Promise<void> {
  const queries = path.join(subgraph, "queries");
  const files = (await readdir(queries)).filter((name) => name.endsWith(".graphql")).sort();
  const documents = await Promise.all(
    files.map(async (name) => {
      const location = path.join(queries, name);
      return { location, document: parse(new Source(await readFile(location, "utf8"), location)) };
    }),
  );
  const schema = apiSchemaOf(await readFile(path.join(subgraph, "schema.graphql"), "utf8"));
  const filename = path.join(types, "queries.ts");
  const code = await codegen({
    filename,
    schema: parse(schema),
    documents,
    config: {
      scalars: SCALARS,
      useTypeImports: true,
      strictScalars: true,
      enumType: "string-literal",
    },
    plugins: [{ operations: {} }, { typedDocuments: {} }],
    pluginMap: { operations, typedDocuments },
  });
  await mkdir(types, { recursive: true });
  await writeFile(filename, code);
}
