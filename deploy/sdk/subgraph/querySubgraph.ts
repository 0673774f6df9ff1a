import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { print } from "graphql/language/printer.js";
import { z } from "zod";

import { LeadEngineError } from "../errors/leadEngineError.ts";
import type { Ask } from "../generated/queries.ts";

const answer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ message: z.string() })).optional(),
});

/** The subgraph gave no answer, or refused the query: `SUBGRAPH_FAILED`. */
export function subgraphFailed(says: string, cause?: unknown): LeadEngineError {
  const next =
    "Check the query against the subgraph's schema, and that the subgraph runs, or name another with `services.graphql`.";
  return new LeadEngineError("SUBGRAPH_FAILED", says, next, { cause });
}

/**
 * Asks a subgraph.
 * @param url of its GraphQL endpoint.
 * @param document one of `deploy/sdk/generated/queries.ts`, which the build generates from `subgraph/queries`.
 * @throws {LeadEngineError} `SUBGRAPH_FAILED` with what the endpoint said.
 */
export async function querySubgraph<Result, Variables extends Record<string, unknown>>(
  url: string,
  document: TypedDocumentNode<Result, Variables>,
  variables: Variables,
): Promise<Result> {
  const response = await post(url, JSON.stringify({ query: print(document), variables }));
  const text = await response.text();
  if (!response.ok) {
    throw subgraphFailed(`${url} answered ${response.status}: ${text.slice(0, 500)}`);
  }
  const { data, errors = [] } = parseAnswer(url, text);
  if (errors.length > 0 || data == null) {
    const messages = errors.map(({ message }) => message).join("; ");
    throw subgraphFailed(`The subgraph refused the query: ${messages || "no data"}`);
  }
  return data as Result;
}

/** How to ask a subgraph, for `queriesOf`. */
export function askIndex(url: string): Ask {
  return (document, variables) => querySubgraph(url, document, variables);
}

function parseAnswer(url: string, text: string): z.infer<typeof answer> {
  try {
    return answer.parse(JSON.parse(text));
  } catch (error) {
    throw subgraphFailed(
      `${url} is not a GraphQL endpoint of a subgraph; it answered: ${text.slice(0, 500)}`,
      error,
    );
  }
}

async function post(url: string, body: string): Promise<Response> {
  try {
    return await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
  } catch (error) {
    throw subgraphFailed(`No subgraph answers at ${url}.`, error);
  }
}
