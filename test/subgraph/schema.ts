import { expect } from "chai";
import { Kind, parse, type DefinitionNode, type ObjectTypeDefinitionNode } from "graphql";

import { entitiesOf, readSchema } from "../../tasks/subgraph/subgraphSources.ts";

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

  it("explains every type, field and word of an enumeration", () => {
    const silent = [...docstringsOf(schema)]
      .filter(([, text]) => text.trim().length < 8)
      .map(([name]) => name);
    expect(silent).to.deep.equal([]);
  });

  it("notices what is not explained", () => {
    const texts = docstringsOf('"""A thing that is."""\ntype Thing { "" size: Int! }');
    expect([...texts]).to.deep.equal([
      ["Thing", "A thing that is."],
      ["Thing.size", ""],
    ]);
  });

  it("says of every entity that never changes in which transaction, block and second it came to be", () => {
    const stamps = ["txHash", "block", "timestamp"];
    for (const entity of entities.filter((name) => argumentOf(name, "immutable"))) {
      expect([...fieldsOf(entity)], entity).to.include.members(stamps);
    }
  });

  it("stays small enough to be read: 45 types at most, each thing explained in a line", () => {
    expect(types.length).to.be.at.most(45);
    expect(schema).not.to.include('"""');
  });

  it("says of every entity that changes when it did last", () => {
    for (const entity of entities) {
      const isFinal = argumentOf(entity, "immutable") ?? false;
      const isPoint = argumentOf(entity, "timeseries") ?? false;
      expect(fieldsOf(entity).has("updatedAt"), entity).to.equal(!isFinal && !isPoint);
    }
  });
});
