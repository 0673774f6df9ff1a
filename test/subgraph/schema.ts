import { expect } from "chai";
import { Kind, parse, print, type DefinitionNode, type ObjectTypeDefinitionNode } from "graphql";

import { phaseWhere } from "../../deploy/sdk/subgraph/phaseWhere.ts";
import { entitiesOf, readSchema } from "../../subgraph/build/apiSchema.ts";

/** Everything in a schema that can have a docstring, by name, and its docstring. */
function docstringsOf(schema: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const definition of parse(schema).definitions) {
    for (const [name, text] of entriesOf(definition)) found.set(name, text ?? "");
  }
  return found;
}

function* entriesOf(definition: DefinitionNode): Generator<[string, string | undefined]> {
  if (definition.kind === Kind.OBJECT_TYPE_DEFINITION) {
    const { name, description, fields = [] } = definition;
    yield [name.value, description?.value];
    for (const field of fields) {
      yield [`${name.value}.${field.name.value}`, field.description?.value];
    }
  }
  if (definition.kind === Kind.ENUM_TYPE_DEFINITION) {
    const { name, description, values = [] } = definition;
    yield [name.value, description?.value];
    for (const value of values) {
      yield [`${name.value}.${value.name.value}`, value.description?.value];
    }
  }
}

describe("the subgraph's schema", () => {
  const schema = readSchema();
  const entities = entitiesOf(schema);
  const types = parse(schema).definitions.filter(
    (definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION,
  );
  const typeOf = (entity: string) =>
    types.find(({ name }) => name.value === entity) as ObjectTypeDefinitionNode;
  const fieldsOf = (entity: string) =>
    new Set(typeOf(entity).fields?.map(({ name }) => name.value) ?? []);
  const argumentOf = (entity: string, argument: string) =>
    typeOf(entity)
      .directives?.flatMap((directive) => directive.arguments ?? [])
      .some(
        ({ name, value }) => name.value === argument && "value" in value && value.value === true,
      );

  const isFinal = (entity: string) => argumentOf(entity, "immutable") ?? false;

  it("explains every type, field and word of an enumeration in one line", () => {
    const silent = [...docstringsOf(schema)]
      .filter(([, text]) => text.trim().length < 4 || text.includes("\n"))
      .map(([name]) => name);
    expect(silent).to.deep.equal([]);
    expect(schema).to.not.contain('"""');
  });

  it("has no more than 45 entities and aggregations", () => {
    expect(types.length).to.be.at.most(45);
  });

  it("keeps lists only where roles set them, or where contracts or words bound them, so that nobody can make one long", () => {
    const lists = types.flatMap(({ name, fields = [] }) =>
      fields
        .filter(({ directives = [] }) => directives.length === 0)
        .filter(({ type }) => print(type).startsWith("["))
        .map((field) => `${name.value}.${field.name.value}`),
    );
    expect(lists).to.deep.equal([
      "AttributeDefinition.edges",
      "AttributeDefinition.options",
      "ReserveCurve.ratiosBps",
      "ReserveCurve.multipliersBps",
      "Lead.unansweredChecks",
      "Bounty.hours",
      "Bounty.regions",
      "Bounty.sources",
      "Bounty.sellers",
      "CountryRule.freeTo",
    ]);
  });

  it("tells in the description of rounds the filter of every phase that time decides", () => {
    const { description } = typeOf("Auction");
    for (const phase of ["Commit", "Reveal", "TieBreak", "Delivery"] as const) {
      const [told = ""] = new RegExp(`${phase} \`[^;]*`).exec(description?.value ?? "") ?? [];
      const filter = phaseWhere(phase, 0);
      for (const { outcome: _, ...where } of (filter.or ?? [filter]).flatMap((one) => one ?? [])) {
        const tests = Object.entries(where).map(
          ([test, value]) => `${test}: ${value === "0" ? "now" : JSON.stringify(value)}`,
        );
        expect(told, phase).to.contain(`\`${tests.join(", ")}\``);
      }
    }
  });

  it("notices what is not explained", () => {
    const texts = docstringsOf('"""A thing that is."""\ntype Thing { "" size: Int! }');
    expect([...texts]).to.deep.equal([
      ["Thing", "A thing that is."],
      ["Thing.size", ""],
    ]);
  });

  it("says of every entity that never changes in which transaction, block and second it came to be", () => {
    for (const entity of entities.filter(isFinal)) {
      expect([...fieldsOf(entity)], entity).to.include.members(["txHash", "block", "timestamp"]);
    }
  });

  it("says of every entity that changes when it did last, and of none else", () => {
    for (const entity of entities) {
      const isPoint = argumentOf(entity, "timeseries") ?? false;
      expect(fieldsOf(entity).has("updatedAt"), entity).to.equal(!isFinal(entity) && !isPoint);
    }
  });

  it("says of accounts, leads, rounds, bids, bounties, matches and operations when and by which transaction they came to be", () => {
    for (const entity of [
      "Account",
      "Lead",
      "Auction",
      "Bid",
      "Bounty",
      "BountyMatch",
      "Operation",
    ]) {
      expect([...fieldsOf(entity)], entity).to.include.members(["txHash", "timestamp"]);
    }
  });
});
