import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";

import { codegen } from "@graphql-codegen/core";
import * as typedDocuments from "@graphql-codegen/typed-document-node";
import * as operations from "@graphql-codegen/typescript-operations";
import { buildSchema, parse } from "graphql";

import { replaceFile } from "../../deploy/replaceFile.ts";
import { apiSchemaOf, entityName } from "./apiSchema.ts";
import { neededBy, readQueries, type QueryFile } from "./queries.ts";

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
 * @throws {LeadEngineError} a query does not fit the schema.
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
  await replaceFile(filename, `${code}${typedFunctions(documents)}`);
}

/** Code of `queriesOf`: a function for each query, which asks it through the given `Ask`. Must follow the queries' types and documents. */
function typedFunctions(files: readonly QueryFile[]): string {
  return `
/** Asks a subgraph. */
export type Ask = <Answer, Variables extends Record<string, unknown>>(
  document: DocumentNode<Answer, Variables>,
  variables: Variables,
) => Promise<Answer>;

/** The subgraph's documented queries, a function each. */
export function queriesOf(ask: Ask) {
  return {
${files.map(functionOf).join("")}  };
}
`;
}

function functionOf({ comment, operation }: QueryFile): string {
  const name = operation.name?.value ?? "";
  const variables = `variables: ${name}QueryVariables${neededBy(operation).length > 0 ? "" : " = {}"}`;
  return `${docOf(comment)}    ${entityName(name)}: (${variables}) => ask(${name}Document, variables),\n`;
}

function docOf(comment: string): string {
  if (comment === "") return "";
  const lines = comment.replaceAll("*/", "* /").split("\n");
  return `    /**\n${lines.map((line) => `     * ${line}`.trimEnd()).join("\n")}\n     */\n`;
}
