import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { create } from "@bufbuild/protobuf";
import { expect } from "chai";

import { mappedHttp } from "../../../../deploy/local/don/host/mappedHttp.ts";
import { HTTP_CLIENT_PB } from "../../../../deploy/local/don/host/messages.ts";
import { errorOf } from "../../../fixtures/errorOf.ts";

const TIMEOUT = 300;

describe("mappedHttp", () => {
  const server = createServer((request, response) => {
    if (request.url === "/redirect") response.writeHead(302, { location: "/" }).end();
    else if (request.url === "/large") response.end(Buffer.alloc(100_001));
    else if (request.url === "/silent") return;
    else response.writeHead(201).end(`${request.method ?? ""} ${request.url ?? ""}`);
  });
  let send: ReturnType<typeof mappedHttp>;

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    send = mappedHttp(new Map([["vendor.example", port]]), TIMEOUT);
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const get = (url: string) => send(create(HTTP_CLIENT_PB.RequestSchema, { url, method: "GET" }));
  const refusalOf = async (url: string) => (await errorOf(get(url), Error)).message;

  it("should ask the port behind a name", async () => {
    const { statusCode, body } = await get("https://vendor.example/a?b=c");
    expect({ statusCode, body: Buffer.from(body).toString() }).to.deep.equal({
      statusCode: 201,
      body: "GET /a?b=c",
    });
  });

  it("should refuse what an enclave refuses", async () => {
    expect(await refusalOf("http://vendor.example/")).to.include("HTTPS servers only");
    for (const host of ["127.0.0.1", "localhost", "10.0.0.1", "[::1]", "example.com"]) {
      expect(await refusalOf(`https://${host}/`)).to.include("is not served here");
    }
  });

  it("should follow no redirect", async () => {
    expect(await refusalOf("https://vendor.example/redirect")).to.include("fetch failed");
  });

  it("should stop to read a body that is too long", async () => {
    expect(await refusalOf("https://vendor.example/large")).to.include(
      "CRE allows 100000 bytes of an HTTP response",
    );
  });

  it("should not wait for ever", async () => {
    expect(await refusalOf("https://vendor.example/silent")).to.include("timeout");
  });
});
