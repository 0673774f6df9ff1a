import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import { buildSchema, graphql } from "graphql";

import { runTask } from "../fixtures/runTask.ts";

/** A GraphQL endpoint of few words: what is tested is the task, and any endpoint answers it the same way. */
const schema = buildSchema(
  "type Query { sum(a: Int!, b: Int = 1): Int! echo(text: String!): String! }",
);
const root = {
  sum: ({ a, b }: { a: number; b: number }) => a + b,
  echo: ({ text }: { text: string }) => text,
};

describe("hardhat query", () => {
  let server: Server;
  let url: string;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "query-"));
    // No chain is asked: the endpoint tells of none.
    process.env["LEAD_ENGINE_STACK"] = path.join(folder, "none.json");
    server = createServer((request, response) => {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
        const { query, variables } = JSON.parse(Buffer.concat(chunks).toString()) as {
          query: string;
          variables: Record<string, unknown>;
        };
        const answer = await graphql({
          schema,
          source: query,
          rootValue: root,
          variableValues: variables,
        });
        response.end(JSON.stringify(answer));
      })();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  after(async () => {
    await new Promise((resolve) => server.close(resolve));
    Reflect.deleteProperty(process.env, "LEAD_ENGINE_STACK");
    await rm(folder, { recursive: true });
  });

  const ask = (query: string, ...vars: string[]) =>
    runTask(["query"], { query, vars, graphql: url, json: true });
  const refusal = async (query: string, ...vars: string[]): Promise<string> => {
    const { err, succeeded } = await ask(query, ...vars);
    expect(succeeded).to.equal(false);
    return err.join("\n");
  };

  it("runs a query given as text or as a file, with variables of the right type", async () => {
    const text = "query ($a: Int!, $b: Int) { sum(a: $a, b: $b) }";
    expect((await ask(text, "a=2", "b=40")).json).to.deep.equal({ sum: 42 });
    const file = path.join(folder, "echo.graphql");
    await writeFile(file, "query ($text: String!) { echo(text: $text) }");
    expect((await ask(file, "text=0xabc=d")).json).to.deep.equal({ echo: "0xabc=d" });
  });

  it("names the queries that there are when it knows none of that name", async () => {
    expect(await refusal("no-such-query"))
      .to.include("open-leads")
      .and.include("solvency");
  });

  it("says where the query is wrong", async () => {
    expect(await refusal("{ sum(")).to.match(/not GraphQL: .*line 1, column/);
  });

  it("says which variables the query takes", async () => {
    const text = "query ($a: Int!) { sum(a: $a) }";
    expect(await refusal(text)).to.include("needs the variable a");
    expect(await refusal(text, "a=1", "c=2"))
      .to.include("no variable c")
      .and.include("It takes a");
    expect(await refusal(text, "a")).to.include("Write variables as name=value");
  });

  it("passes on what the endpoint refuses", async () => {
    expect(await refusal("{ product }")).to.include("product");
  });

  it("says which URL does not answer, and which is not known", async () => {
    const { err } = await runTask(["query"], { query: "{ a }", graphql: "http://127.0.0.1:9" });
    expect(err.join("\n")).to.include("http://127.0.0.1:9");
    const unknown = await runTask(["query"], { query: "{ a }" });
    expect(unknown.err.join("\n")).to.include("URL of the subgraph is not known");
  });
});
