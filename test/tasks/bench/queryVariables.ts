import { expect } from "chai";
import { parse, type OperationDefinitionNode } from "graphql";

import { variablesOf } from "../../../tasks/bench/queryVariables.ts";

const VALUES = { leadId: ["1", "2", "3"], block: [9] };

function operation(query: string): OperationDefinitionNode {
  return parse(query).definitions[0] as OperationDefinitionNode;
}

describe("bench: variablesOf", () => {
  describe("given variables that must have a value", () => {
    const query = operation("query Story($leadId: BigInt!, $block: Int!) { __typename }");
    it("it should choose another one each time, and begin again after the last", () => {
      const chosen = [0, 1, 2, 3].map((turn) => variablesOf(query, VALUES, turn));
      expect(chosen.map(({ leadId }) => leadId)).to.deep.equal(["1", "2", "3", "1"]);
      expect(chosen.map(({ block }) => block)).to.deep.equal([9, 9, 9, 9]);
    });
    it("it should say which one has none", () => {
      expect(() => variablesOf(query, { leadId: [], block: [9] }, 0)).to.throw(
        "no value for $leadId of Story",
      );
      expect(() => variablesOf(query, {}, 0)).to.throw("no value for $leadId of Story");
    });
  });
  describe("given variables that need none", () => {
    const query = operation("query Page($first: Int! = 5, $leadId: BigInt) { __typename }");
    it("it should choose one where there are some, and leave the others as they are", () => {
      expect(variablesOf(query, VALUES, 1)).to.deep.equal({ leadId: "2" });
      expect(variablesOf(query, {}, 1)).to.deep.equal({});
    });
    it("it should prefer values that are the query's own", () => {
      expect(variablesOf(query, { ...VALUES, "Page.first": [7] }, 0)).to.deep.equal({
        first: 7,
        leadId: "1",
      });
    });
  });
});
