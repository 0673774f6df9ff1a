import { createServer as createHttpsServer } from "node:https";
import { createServer, type AddressInfo, type LookupFunction } from "node:net";
import { once } from "node:events";

import { expect } from "chai";

import {
  openRequester,
  RequestFailed,
  type Requester,
  type RequesterOptions,
} from "../../../deploy/agent/crm/guardedRequest.ts";
import { selfSignedCertificate } from "../../fixtures/certificate.ts";
import { openReceiver, type CrmReceiver } from "../../fixtures/crmReceiver.ts";
import { errorOf } from "../../fixtures/errorOf.ts";

describe("requests to hooks", () => {
  let receiver: CrmReceiver;
  let requester: Requester;
  before(async () => {
    receiver = await openReceiver();
  });
  after(() => receiver.close());
  beforeEach(() => {
    receiver.received.length = 0;
    requester = openRequester();
  });
  afterEach(() => {
    requester.close();
  });

  const send = (url: string, allowPrivate: boolean, by = requester) =>
    by.send({ method: "POST", url: new URL(url), headers: {}, body: "{}", allowPrivate });
  const faultOf = async (attempt: Promise<unknown>) => (await errorOf(attempt, RequestFailed)).code;
  const opened = async (options: RequesterOptions, work: (by: Requester) => Promise<void>) => {
    const by = openRequester(options);
    try {
      await work(by);
    } finally {
      by.close();
    }
  };

  describe("given a private or loopback address", () => {
    const hosts = [
      "127.0.0.1",
      "127.1",
      "2130706433",
      "0x7f000001",
      "0177.0.0.1",
      "[::1]",
      "[::ffff:127.0.0.1]",
      "[::ffff:7f00:1]",
      "localhost",
      "0.0.0.0",
      "[::]",
      "10.0.0.1",
      "172.16.0.1",
      "192.168.1.1",
      "169.254.169.254",
      "100.64.0.1",
      "[fd00::1]",
      "[fe80::1]",
      "[64:ff9b::7f00:1]",
      "[2002:7f00:1::]",
    ];
    for (const host of hosts) {
      it(`should not connect to ${host}, however it is written`, async () => {
        const attempt = send(`https://${host}:${receiver.port}/`, false);
        expect(await faultOf(attempt)).to.equal("ADDRESS_NOT_ALLOWED");
        expect(receiver.received).to.deep.equal([]);
      });
    }

    it("should not connect to a name that resolves to one, or to several of which one is", async () => {
      const answers = (...addresses: string[]): LookupFunction => {
        return (_name, _options, done) => {
          done(
            null,
            addresses.map((address) => ({ address, family: 4 })),
          );
        };
      };
      for (const lookup of [answers("127.0.0.1"), answers("93.184.216.34", "127.0.0.1")]) {
        await opened({ lookup }, async (by) => {
          expect(await faultOf(send("https://crm.example/", false, by))).to.equal(
            "ADDRESS_NOT_ALLOWED",
          );
        });
      }
    });

    it("should check the very address that it connects to, when a name changes between two look-ups", async () => {
      let asked = 0;
      const lookup: LookupFunction = (_name, _options, done) => {
        asked++;
        // Whoever checks first and connects later would look up twice, and connect to the second.
        done(null, [{ address: asked === 1 ? "127.0.0.1" : "93.184.216.34", family: 4 }]);
      };
      await opened({ lookup }, async (by) => {
        expect(await faultOf(send("https://crm.example/", false, by))).to.equal(
          "ADDRESS_NOT_ALLOWED",
        );
      });
      expect(asked).to.equal(1);
    });

    it("should connect where the operator allows it", async () => {
      expect((await send(receiver.url, true)).status).to.equal(200);
      expect(receiver.received).to.have.length(1);
    });
  });

  it("should not send over HTTP without TLS to others", async () => {
    expect(await faultOf(send("http://93.184.216.34/", false))).to.equal("INSECURE_URL");
  });

  it("should not follow a redirect", async () => {
    receiver.answerWith({ status: 307, headers: { location: receiver.url } });
    expect((await send(receiver.url, true)).status).to.equal(307);
    expect(receiver.received).to.have.length(1);
  });

  it("should give up on a receiver that says nothing, and on one that says it in drops", async () => {
    await opened({ timeout: 200 }, async (by) => {
      receiver.answerWith(undefined);
      expect(await faultOf(send(receiver.url, true, by))).to.equal("TIMED_OUT");
      const drops = createServer((socket) => {
        socket.on("error", () => undefined);
        socket.write("HTTP/1.1 200 OK\r\ncontent-length: 9000\r\n\r\nx");
      });
      drops.listen(0, "127.0.0.1");
      await once(drops, "listening");
      const { port } = drops.address() as AddressInfo;
      expect(await faultOf(send(`http://127.0.0.1:${port}`, true, by))).to.equal("TIMED_OUT");
      drops.close();
    });
  });

  it("should read 64 KiB of an answer at most", async () => {
    receiver.answerWith({ status: 200, body: "x".repeat(10_000_000) });
    const { status, body } = await send(receiver.url, true);
    expect(status).to.equal(200);
    expect(body.length).to.be.lessThan(65_537);
  });

  it("should refuse a certificate that no authority signed", async () => {
    const { key, cert } = selfSignedCertificate();
    const server = createHttpsServer({ key, cert }, (_request, response) => {
      response.end();
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    expect(await faultOf(send(`https://localhost:${port}/`, true))).to.equal("UNREACHABLE");
    await opened({ ca: cert }, async (by) => {
      expect((await send(`https://localhost:${port}/`, true, by)).status).to.equal(200);
    });
    server.closeAllConnections();
    server.close();
  });

  it("should name neither the address nor what was sent when it fails", async () => {
    const error = await errorOf(
      send("https://127.0.0.1/secret-path?token=abc", false),
      RequestFailed,
    );
    expect(`${error.message} ${error.stack ?? ""}`).not.to.match(
      /secret-path|token=abc|127\.0\.0\.1/,
    );
    expect(error.cause).to.equal(undefined);
  });
});
