import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import { create } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import { expect } from "chai";

import { confidentialHttpCapability } from "../../../../deploy/local/don/host/confidentialHttp.ts";
import { mappedHttp } from "../../../../deploy/local/don/host/mappedHttp.ts";
import { CONFIDENTIAL_HTTP_CLIENT_PB } from "../../../../deploy/local/don/host/messages.ts";
import type { Caller } from "../../../../deploy/local/don/host/node.ts";
import {
  failureOf,
  inputOf,
  PROBE,
  probeDon,
  probeNode,
  textOf,
} from "../../../fixtures/probeDon.ts";

const SECRET = "a key of the Vault";
const METHOD = "confidential-http@1.0.0-alpha/SendRequest";

describe("confidential HTTP", () => {
  const asked: { authorization: string | undefined; body: string }[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      asked.push({ authorization: request.headers.authorization, body });
      response.end("an answer");
    });
  });
  const secrets = (id: string) => (id === "API_KEY" ? SECRET : undefined);
  let capabilities: ReturnType<typeof confidentialHttpCapability>;

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    capabilities = confidentialHttpCapability(
      mappedHttp(new Map([["vendor.example", port]])),
      secrets,
    );
  });
  beforeEach(() => {
    asked.length = 0;
  });
  after(() => server.close());

  it("should ask once for all nodes, with the secret where the request names it", async () => {
    const node = await probeNode();
    const seen: string[] = [];
    const watched = {
      run: (...[job, calls]: Parameters<typeof node.run>) =>
        node.run(job, {
          ...calls,
          callCapability: (bytes) => {
            seen.push(Buffer.from(bytes).toString());
            calls.callCapability(bytes);
          },
        }),
    };
    const don = probeDon(watched, { capabilities });
    expect(textOf(await don.trigger(PROBE.ordinary, inputOf("confidential")))).to.equal(
      "an answer",
    );
    expect(asked).to.deep.equal([{ authorization: `Bearer ${SECRET}`, body: '{"lead": "seven"}' }]);
    expect(seen).to.have.length.at.least(3);
    expect(seen.join()).to.include("{{.API_KEY}}").and.not.to.include(SECRET);
  }).timeout(120_000);

  describe("given a request that cannot be filled in", () => {
    const { ConfidentialHTTPRequestSchema } = CONFIDENTIAL_HTTP_CLIENT_PB;
    type Init = Parameters<typeof create<typeof ConfidentialHTTPRequestSchema>>[1];
    const send = (init: Init, caller: Caller = "DON") => {
      const message = create(ConfidentialHTTPRequestSchema, init);
      const served = capabilities[METHOD];
      if (served === undefined) throw new Error("It is not served.");
      return served.run(anyPack(ConfidentialHTTPRequestSchema, message), caller);
    };
    const request = (bodyString: string) => ({
      url: "https://vendor.example/",
      method: "POST",
      body: { case: "bodyString", value: bodyString } as const,
      multiHeaders: {},
      templatePublicValues: {},
      customRootCaCertPem: new Uint8Array(),
      encryptOutput: false,
    });

    it("should name the secret that the Vault has not", async () => {
      const vaultDonSecrets = [{ key: "OTHER", namespace: "main" }];
      const failure = await failureOf(send({ vaultDonSecrets, request: request("") }));
      expect(failure).to.include("The Vault has no secret OTHER");
    });

    it("should name the secret that the request did not list", async () => {
      const failure = await failureOf(send({ request: request("{{.API_KEY}}") }));
      expect(failure).to.include("The request names no secret API_KEY");
    });

    it("should refuse what it does not do", async () => {
      const encrypted = { ...request(""), encryptOutput: true };
      expect(await failureOf(send({ request: encrypted }))).to.include("does not encrypt");
      const certified = { ...request(""), customRootCaCertPem: new Uint8Array(1) };
      expect(await failureOf(send({ request: certified }))).to.include("takes no certificates");
      expect(await failureOf(send({}))).to.include("has no request");
      expect(await failureOf(send({ request: request("") }, 2))).to.include("not by a node");
    });

    it("should send bytes as they are", async () => {
      const value = new TextEncoder().encode("{{.API_KEY}}");
      await send({ request: { ...request(""), body: { case: "bodyBytes", value } } });
      expect(asked.map(({ body }) => body)).to.deep.equal(["{{.API_KEY}}"]);
    });

    afterEach(() => {
      expect(JSON.stringify(asked)).not.to.include(SECRET);
    });
  });
});
