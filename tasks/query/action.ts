import { serviceAction } from "../client/action.ts";
import type { ClientOptions } from "../client/client.ts";
import { querySubgraph } from "../subgraph/querySubgraph.ts";
import { readQuery } from "./readQuery.ts";
import { readVariables } from "./readVariables.ts";

interface QueryArguments extends ClientOptions {
  readonly query: string;
  readonly vars: readonly string[];
}

export default serviceAction<QueryArguments>(async ({ query, vars }, { requireIndex }) => {
  const document = await readQuery(query);
  const variables = readVariables(document, vars);
  const answer = await querySubgraph(await requireIndex(), document, variables);
  return { json: answer, text: JSON.stringify(answer, undefined, 2) };
});
