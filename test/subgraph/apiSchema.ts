import { readFile } from "node:fs/promises";

import { expect } from "chai";
import {
  buildClientSchema,
  buildSchema,
  DangerousChangeType,
  findBreakingChanges,
  findDangerousChanges,
  getIntrospectionQuery,
  type GraphQLSchema,
  type IntrospectionQuery,
} from "graphql";

import { apiSchemaOf } from "../../subgraph/build/apiSchema.ts";
import { sharedStack } from "../fixtures/stack.ts";

/** What Graph Node serves beside what we derive: its logs, which no query of ours asks for, and directives of schemas. */
const ONLY_SERVED = [
  "LogLevel was removed.",
  "Query._logs was removed.",
  "Standard scalar Float was removed because it is not referenced anymore.",
  "_LogArgument_ was removed.",
  "_LogMeta_ was removed.",
  "_Log_ was removed.",
  "derivedFrom was removed.",
  "entity was removed.",
  "subgraphId was removed.",
];

/** What graphql-js adds to every schema. */
const ONLY_DERIVED = ["deprecated was removed.", "oneOf was removed.", "specifiedBy was removed."];

describe("subgraph: apiSchemaOf", () => {
  let derived: GraphQLSchema;
  let served: GraphQLSchema;
  before(async () => {
    const { urls } = await sharedStack();
    const response = await fetch(urls.graphql, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: getIntrospectionQuery() }),
    });
    const { data } = (await response.json()) as { data: IntrospectionQuery };
    served = buildClientSchema(data);
    derived = buildSchema(apiSchemaOf(await readFile("subgraph/schema.graphql", "utf8")));
  });

  describe("given the subgraph's schema", () => {
    it("it should claim no type, field, argument, enum value or filter that Graph Node does not serve", () => {
      expect(lossesFrom(derived, served)).to.deep.equal(ONLY_DERIVED);
    });
    it("it should leave out nothing that Graph Node serves but its logs", () => {
      expect(lossesFrom(served, derived)).to.deep.equal(ONLY_SERVED);
    });
    it("it should give arguments the defaults that Graph Node gives them", () => {
      const changes = [
        ...findDangerousChanges(derived, served),
        ...findDangerousChanges(served, derived),
      ];
      const defaults = changes.filter(
        ({ type }) => type === DangerousChangeType.ARG_DEFAULT_VALUE_CHANGE,
      );
      expect(defaults).to.deep.equal([]);
    });
  });
});

/** What a client of `one` would miss in `other`, in words. */
function lossesFrom(one: GraphQLSchema, other: GraphQLSchema): string[] {
  return findBreakingChanges(one, other)
    .map(({ description }) => description)
    .sort();
}
