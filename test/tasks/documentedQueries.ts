import { expect } from "chai";

import { documentedTabs } from "../../deploy/local/graphiql.ts";
import { documentedQueries } from "../../subgraph/build/queries.ts";
import { errorOf } from "../fixtures/errorOf.ts";
import { MyBidsDocument, queriesOf, SolvencyDocument } from "../../deploy/sdk/generated/queries.ts";

describe("the documented queries", () => {
  it("come by reader, each with its question", async () => {
    const queries = await documentedQueries();
    const readers = [...new Set(queries.map(({ reader }) => reader))];
    expect(readers).to.deep.equal(["Bidder", "Seller", "Integrator", "Operator", "Auditor"]);
    for (const { name, question } of queries) expect(question, name).to.match(/^\S.*\?/);
  });

  it("say of every variable what it is", async () => {
    for (const { name, text } of await documentedQueries()) {
      const comment = /^(?:#.*\n)+/.exec(text)?.[0] ?? "";
      const variables = [...text.matchAll(/\$(\w+): /g)].map((match) => match[1] ?? "");
      for (const variable of variables.filter((one) => !["first", "skip"].includes(one))) {
        expect(comment, name).to.match(new RegExp(`\\b${variable}\\b`));
      }
    }
  });

  it("are tabs of GraphiQL, with a value for each variable that they need", async () => {
    const tabs = await documentedTabs();
    const queries = await documentedQueries();
    expect(tabs.map(({ query }) => query)).to.deep.equal(queries.map(({ text }) => text));
    for (const [index, { variables }] of tabs.entries()) {
      const given = Object.keys(JSON.parse(variables || "{}") as object);
      expect(given).to.deep.equal(queries[index]?.needs);
    }
  });

  it("are a function each, whatever they are asked by", async () => {
    const asked: unknown[] = [];
    const index = queriesOf((document, variables) => {
      asked.push([document, variables]);
      return Promise.reject(new Error("nobody answers"));
    });
    for (const answer of [index.myBids({ account: "0x01" }), index.solvency()]) {
      expect((await errorOf(answer, Error)).message).to.equal("nobody answers");
    }
    expect(asked).to.deep.equal([
      [MyBidsDocument, { account: "0x01" }],
      [SolvencyDocument, {}],
    ]);
    expect(Object.keys(index)).to.have.length((await documentedQueries()).length);
  });
});
