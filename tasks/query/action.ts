import { serviceAction } from "../client/action.ts";
import type { ClientOptions } from "../client/client.ts";
import { askIndex } from "../subgraph/querySubgraph.ts";
import { readQuery } from "./readQuery.ts";
import { readVariables } from "./readVariables.ts";

interface QueryArguments extends ClientOptions {
  readonly query: string;
  readonly vars: readonly string[];
  readonly fresh: boolean;
}

export default serviceAction<QueryArguments>(async ({ query, vars, fresh }, services) => {
  const document = await readQuery(query);
  const variables = readVariables(document, vars);
  const ask = fresh ? await services.requireFreshIndex() : askIndex(await services.requireIndex());
  const answer = await ask(document, variables);
  return { json: answer, text: JSON.stringify(answer, undefined, 2) };
});
