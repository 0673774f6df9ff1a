import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import type { OperationDefinitionNode } from "graphql/language/ast.js";
import { Kind } from "graphql/language/kinds.js";
import { parse } from "graphql/language/parser.js";
import { visit } from "graphql/language/visitor.js";

import { querySubgraph, subgraphFailed } from "./querySubgraph.ts";

/** A block as a subgraph knows it. */
export interface IndexedBlock {
  readonly number: number;
  readonly hash: string | null;
  /** Unix seconds; null where the node does not keep it. */
  readonly timestamp: number | null;
}

/** What a subgraph says about itself. */
interface Meta {
  readonly _meta: { readonly block: IndexedBlock } | null;
}

/** An answer of a subgraph, with the block that it holds for. */
export interface AnswerAtBlock<Result> {
  readonly answer: Result;
  readonly block: IndexedBlock;
}

const HEAD = parse("{ _meta { block { number hash timestamp } } }") as TypedDocumentNode<
  Meta,
  Record<string, never>
>;
const { selections: META } = (HEAD.definitions[0] as OperationDefinitionNode).selectionSet;

/** The latest block that a subgraph holds; undefined before the first. @throws as `querySubgraph`. */
export async function headOf(url: string): Promise<IndexedBlock | undefined> {
  return (await querySubgraph(url, HEAD, {}))._meta?.block;
}

/** Asks a subgraph, and in the same request for the answer's block. @throws as `querySubgraph`. */
export async function queryAtBlock<Result, Variables extends Record<string, unknown>>(
  url: string,
  document: TypedDocumentNode<Result, Variables>,
  variables: Variables,
): Promise<AnswerAtBlock<Result>> {
  const asked = visit(document, {
    [Kind.OPERATION_DEFINITION]: ({ selectionSet, ...operation }) => ({
      ...operation,
      selectionSet: { ...selectionSet, selections: [...META, ...selectionSet.selections] },
    }),
  }) as TypedDocumentNode<Result & Meta, Variables>;
  const answer = await querySubgraph(url, asked, variables);
  if (answer._meta == null) {
    throw subgraphFailed(`The subgraph at ${url} holds no block yet.`);
  }
  return { answer, block: answer._meta.block };
}
