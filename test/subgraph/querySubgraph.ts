import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { expect } from "chai";
import { parse } from "graphql";

import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { querySubgraph } from "../../deploy/sdk/subgraph/querySubgraph.ts";
import { errorOf } from "../fixtures/errorOf.ts";

const DOCUMENT = parse(
  "query Scores($first: Int) { leads(first: $first) { score } }",
) as TypedDocumentNode<{ leads: { score: number }[] }, { first: number }>;

describe("subgraph: querySubgraph", () => {
  let server: Server;
  let url: string;
  let received: unknown;
  let answer: (response: ServerResponse) => void;
  beforeEach(async () => {
    server = createServer((request, response) => {
      void request.toArray().then((chunks) => {
        received = JSON.parse(Buffer.concat(chunks as Buffer[]).toString());
        answer(response);
      });
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const says = (body: string, status = 200) => {
    answer = (response) => response.writeHead(status).end(body);
  };
  const ask = () => querySubgraph(url, DOCUMENT, { first: 2 });

  /** Why there is no result. */
  async function complaint(): Promise<string> {
    return (await errorOf(ask(), LeadEngineError)).message;
  }

  describe("given a subgraph that answers", () => {
    it("it should send the query with its variables and give the data", async () => {
      says('{"data":{"leads":[{"score":7000}]}}');
      expect(await ask()).to.deep.equal({ leads: [{ score: 7000 }] });
      expect(received).to.have.nested.property("variables.first", 2);
      expect(received)
        .to.have.property("query")
        .that.matches(/^query Scores\(\$first: Int\)/);
    });
    it("it should say what the subgraph refuses", async () => {
      says('{"errors":[{"message":"Store error: no such block"},{"message":"try later"}]}');
      expect(await complaint()).to.equal(
        "The subgraph refused the query: Store error: no such block; try later",
      );
    });
    it("it should refuse part of an answer", async () => {
      says('{"data":{"leads":[]},"errors":[{"message":"indexing_error"}]}');
      expect(await complaint()).to.equal("The subgraph refused the query: indexing_error");
    });
    it("it should refuse an answer without data", async () => {
      says('{"data":null}');
      expect(await complaint()).to.equal("The subgraph refused the query: no data");
    });
  });

  describe("given something else that answers", () => {
    it("it should say what it answers instead", async () => {
      says("no such subgraph", 404);
      expect(await complaint()).to.equal(`${url} answered 404: no such subgraph`);
    });
    for (const [what, body] of [
      ["no JSON", "<html>It works!</html>"],
      ["other JSON", '{"jsonrpc":"2.0","data":7}'],
    ] as const) {
      it(`it should say that ${what} is no GraphQL`, async () => {
        says(body);
        expect(await complaint()).to.equal(
          `${url} is not a GraphQL endpoint of a subgraph; it answered: ${body}`,
        );
      });
    }
  });

  describe("given nobody who answers", () => {
    it("it should say where it asked", async () => {
      server.close();
      await once(server, "close");
      expect(await complaint()).to.equal(`No subgraph answers at ${url}.`);
    });
  });
});
