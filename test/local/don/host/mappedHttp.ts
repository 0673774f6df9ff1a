import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { create } from "@bufbuild/protobuf";
import { DurationSchema } from "@bufbuild/protobuf/wkt";
import { expect } from "chai";

import { mappedHttp } from "../../../../deploy/local/don/host/mappedHttp.ts";
import { HTTP_CLIENT_PB } from "../../../../deploy/local/don/host/messages.ts";
import { errorOf } from "../../../fixtures/errorOf.ts";

const TIMEOUT = 300;
/** Loopback, RFC 1918, link-local, what is the same in IPv6 or written otherwise, and names that resolve to loopback. */
const PRIVATE = [
  "127.0.0.1",
  "127.1",
  "2130706433",
  "0x7f000001",
  "0.0.0.0",
  "10.0.0.1",
  "172.16.0.1",
  "192.168.0.1",
  "169.254.169.254",
  "[::1]",
  "[::]",
  "[fc00::1]",
  "[fe80::1]",
  "[::ffff:127.0.0.1]",
  "[::ffff:10.0.0.1]",
  "localhost",
  "localhost.",
  "vendor.localhost",
  "vendor.example.",
  "vendor.example:8443",
  "vendor.example@localhost",
  "caller@vendor.example",
];

describe("mappedHttp", () => {
  const server = createServer((request, response) => {
    if (request.url === "/redirect") response.writeHead(302, { location: "/" }).end();
    else if (request.url === "/large") response.end(Buffer.alloc(100_001));
    else if (request.url === "/silent") return;
    else response.writeHead(201).end(`${request.method ?? ""} ${request.url ?? ""}`);
  });
  const served: [string, number][] = [];
  let send: ReturnType<typeof mappedHttp>;

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    served.push(["vendor.example", port]);
    send = mappedHttp(new Map(served), TIMEOUT);
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
    for (const host of PRIVATE) {
      expect(await refusalOf(`https://${host}/`)).to.include("is not served here");
    }
    expect(await refusalOf("https://public.example/")).to.include("is not served here");
  });

  it("should take no name for a server that an enclave would refuse", () => {
    for (const host of ["127.0.0.1", "::1", "10.0.0.1", "localhost", "vendor.localhost"]) {
      expect(() => mappedHttp(new Map([[host, 1]]))).to.throw(`An enclave calls no ${host}`);
    }
  });

  it("should wait no longer than the request allows", async () => {
    const patient = mappedHttp(new Map(served), 60_000);
    const url = "https://vendor.example/silent";
    const timeout = create(DurationSchema, { nanos: TIMEOUT * 1_000_000 });
    const asked = create(HTTP_CLIENT_PB.RequestSchema, { url, timeout });
    expect((await errorOf(patient(asked), Error)).message).to.include("timeout");
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
