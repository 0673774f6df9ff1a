import { entityName } from "./entityName.ts";
import { neededBy, type QueryFile } from "./readQueries.ts";

/** Code of `queriesOf`: a function for each query, which asks it by whatever is given to ask by. It follows the queries' types and documents. */
export function typedFunctions(files: readonly QueryFile[]): string {
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
