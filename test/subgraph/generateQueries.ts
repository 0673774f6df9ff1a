import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";

import { generateQueries } from "../../subgraph/build/generateQueries.ts";
import { errorOf } from "../fixtures/errorOf.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";

describe("subgraph: generateQueries", () => {
  let folder: string;
  let types: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "lead-engine-queries-"));
    types = path.join(folder, "types");
    file = path.join(folder, "queries", "some.graphql");
    await mkdir(path.dirname(file));
    await cp("subgraph/schema.graphql", path.join(folder, "schema.graphql"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** What is said about a query that cannot be used. */
  async function complaintAbout(query: string): Promise<string> {
    await writeFile(file, query);
    return (await errorOf(generateQueries({ subgraph: folder, types }), LeadEngineError)).message;
  }

  describe("given a query that fits the schema", () => {
    it("it should write a typed document for it", async () => {
      await writeFile(file, "query OneLead($id: ID!) {\n  lead(id: $id) {\n    score\n  }\n}\n");
      await generateQueries({ subgraph: folder, types });
      const code = await readFile(path.join(types, "queries.ts"), "utf8");
      expect(code).to.match(/type OneLeadQueryVariables = Exact<\{\s*id: string;/);
      expect(code).to.match(/type OneLeadQuery = \{ lead: \{ score: number \} \| null \}/);
      expect(code).to.contain("export const OneLeadDocument");
    });
  });

  describe("given a query that does not", () => {
    it("it should name the place of an unknown field", async () => {
      const message = await complaintAbout("query Q {\n  leads {\n    id\n    shoeSize\n  }\n}\n");
      expect(message).to.equal(`${file}:4:5: Cannot query field "shoeSize" on type "Lead".`);
    });
    it("it should name the place of a variable of a wrong type", async () => {
      const query = "query Q(\n  $n: Int!\n) {\n  leads(where: { leadId: $n }) {\n    id\n  }\n}\n";
      expect(await complaintAbout(query)).to.equal(
        `${file}:2:3: Variable "$n" of type "Int!" used in position expecting type "BigInt".`,
      );
    });
    it("it should name the place of a filter that Graph Node does not have", async () => {
      const query = "{\n  leads(where: { score_contains: 1 }) {\n    id\n  }\n}\n";
      expect(await complaintAbout(`query Q ${query}`)).to.match(
        /^\S+some\.graphql:2:18: Field "score_contains" is not defined by type "Lead_filter"/,
      );
    });
    it("it should name the place of every fault of a file", async () => {
      const message = await complaintAbout("query Q($x: Int) {\n  leads {\n    size\n  }\n}\n");
      expect(message.split("\n").map((line) => line.slice(file.length, file.length + 5))).to.eql([
        ":3:5:",
        ":1:9:",
      ]);
    });
  });

  describe("given a file that is no query", () => {
    it("it should name the place where it ceases to be one", async () => {
      expect(await complaintAbout("query Q {\n  leads {\n")).to.match(
        /^\S+some\.graphql:3:1: Syntax Error/,
      );
    });
    for (const [what, query] of [
      ["no name", "{ leads { id } }"],
      ["two queries", "query A { leads { id } }\nquery B { leads { id } }"],
    ] as const) {
      it(`it should refuse ${what}, after which the types are named`, async () => {
        expect(await complaintAbout(query)).to.equal(
          `${file} must hold one query with a name: "query Name { … }".`,
        );
      });
    }
  });
});
