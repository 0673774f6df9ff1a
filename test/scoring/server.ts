import { EventEmitter, once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";

import { expect } from "chai";
import { hexToBytes } from "viem";
import { generatePrivateKey } from "viem/accounts";

import {
  MAX_BODY_BYTES,
  MAX_TIME_GAP,
  SCORE_PATH,
  type ScoringServer,
} from "../../deploy/scoring/server.ts";
import { openDisclosure, reportOf } from "../../deploy/workflows/attestLead.ts";
import type { VendorChecks } from "../../deploy/workflows/scoring/vendorChecks.ts";
import { submissionDigest } from "../../deploy/sdk/lead/leadSubmission.ts";
import { NOW, PROFILES } from "../fixtures/leads.ts";
import {
  DEDUP_SECRET,
  EPOCH,
  NFT,
  packageOf,
  PLANTED,
  REFERENCE,
  sampleDisclosure,
  signedBy,
} from "../fixtures/packages.ts";
import { API_KEY, ask, question, scoringService } from "../fixtures/scoringService.ts";
import { GOOD_CHECKS } from "../fixtures/vendorChecks.ts";

const CONTEXT = {
  ...REFERENCE,
  nft: NFT,
  verticals: PROFILES,
  dedupSecret: hexToBytes(DEDUP_SECRET),
  observedAt: NOW,
};

describe("scoring service", () => {
  let service: Awaited<ReturnType<typeof scoringService>>;
  let checks: VendorChecks = {};
  let one: string;
  before(async () => {
    service = await scoringService({
      askVendors: (leads) => Promise.resolve(leads.map(() => checks)),
    });
    one = packageOf(await sampleDisclosure(1n));
  });
  beforeEach(() => {
    checks = {};
    service.logs.length = 0;
  });
  after(() => service.close());

  const codesOf = (answer: unknown) =>
    (answer as { packages: { code: string }[] }).packages.map(({ code }) => code);
  const logged = () => service.logs.map((line) => JSON.parse(line) as Record<string, unknown>);

  describe("given packages", () => {
    it("should answer what the enclave would report, and nothing else", async () => {
      const answers: VendorChecks[] = [{}, GOOD_CHECKS, { email: "undeliverable" }];
      for (const said of answers) {
        checks = said;
        const disclosure = await sampleDisclosure(2n);
        const { status, answer } = await ask(service, question([packageOf(disclosure)]));
        expect(status).to.equal(200);
        const opened = openDisclosure(disclosure, CONTEXT);
        const {
          submission: _,
          signature: __,
          ...findings
        } = reportOf(disclosure, opened, CONTEXT, said);
        expect(answer).to.deep.equal({ packages: [{ code: "ATTESTED", ...findings }] });
      }
    });

    it("should answer listed numbers with codes, and say nothing else of them", async () => {
      for (const [said, code] of [
        [{ doNotCall: "listed" }, "DO_NOT_CALL"],
        [{ ...GOOD_CHECKS, litigator: "listed" }, "LITIGATOR"],
      ] as const) {
        checks = said;
        const { answer } = await ask(service, question([one]));
        expect(answer).to.deep.equal({ packages: [{ code }] });
      }
    });

    it("should ask nobody about a lead that its seller did not sign", async () => {
      const asked: number[] = [];
      const careful = await scoringService({
        askVendors: (leads) => {
          asked.push(leads.length);
          return Promise.resolve(leads.map(() => ({})));
        },
      });
      const forged = packageOf(await signedBy(generatePrivateKey()));
      const { answer } = await ask(careful, question([forged, one]));
      expect(codesOf(answer)).to.deep.equal(["SIGNATURE_INVALID", "ATTESTED"]);
      expect(asked).to.deep.equal([1]);
      await careful.close();
    });

    it("should take the nodes' word for a wallet that confirms the signature", async () => {
      const forged = await signedBy(generatePrivateKey());
      const walletSigned = [submissionDigest(forged.submission, REFERENCE)];
      const { answer } = await ask(service, question([packageOf(forged)], { walletSigned }));
      expect(codesOf(answer)).to.deep.equal(["ATTESTED"]);
    });

    it("should answer bad ones with codes, in their order", async () => {
      const stranger = packageOf(await sampleDisclosure(3n), generatePrivateKey());
      const { answer } = await ask(service, question(["{}", stranger, one, "null"]));
      expect(codesOf(answer)).to.deep.equal([
        "PACKAGE_MALFORMED",
        "CONTENT_UNREADABLE",
        "ATTESTED",
        "PACKAGE_MALFORMED",
      ]);
    });

    it("should use the keys that the chain accepts, whatever it holds", async () => {
      const { answer } = await ask(service, question([one], { alive: [] }));
      expect(codesOf(answer)).to.deep.equal(["EPOCH_UNKNOWN"]);
      const past = one.replace(`"epoch":${EPOCH}`, `"epoch":${EPOCH - 1}`);
      const expired = await ask(service, question([past]));
      expect(codesOf(expired.answer)).to.deep.equal(["EPOCH_EXPIRED"]);
    });

    it("should say of a key that it does not hold that it is unknown", async () => {
      const other = await scoringService({ leadKeys: new Map() });
      const { answer } = await ask(other, question([one]));
      await other.close();
      expect(codesOf(answer)).to.deep.equal(["EPOCH_UNKNOWN"]);
    });
  });

  describe("given a caller without the key", () => {
    for (const [name, authorization] of [
      ["none", ""],
      ["another", `Bearer ${"x".repeat(32)}`],
      ["a part of it", `Bearer ${API_KEY.slice(1)}`],
      ["more than it", `Bearer ${API_KEY}k`],
      ["another scheme", `Basic ${API_KEY}`],
    ] as const) {
      it(`should refuse ${name}`, async () => {
        const { status, answer } = await ask(service, question([one]), authorization);
        expect([status, answer]).to.deep.equal([401, { code: "UNAUTHORIZED" }]);
      });
    }
  });

  describe("given a time", () => {
    for (const gap of [MAX_TIME_GAP, -MAX_TIME_GAP]) {
      it(`should score as of ${gap} s from its own`, async () => {
        const { status } = await ask(service, question([one], { observedAt: NOW + gap }));
        expect(status).to.equal(200);
      });
      it(`should refuse one that is a second beyond ${gap} s`, async () => {
        const observedAt = NOW + gap + Math.sign(gap);
        const { status, answer } = await ask(service, question([one], { observedAt }));
        expect([status, answer]).to.deep.equal([422, { code: "TIME_OUT_OF_BOUNDS" }]);
      });
    }
  });

  describe("given what is no question", () => {
    it("should refuse it", async () => {
      for (const body of ["", "no JSON", "[]", "{}", question([]).replace("observedAt", "time")]) {
        const { status, answer } = await ask(service, body);
        expect([status, answer], body).to.deep.equal([400, { code: "REQUEST_MALFORMED" }]);
      }
    });

    it("should refuse more bytes than it takes, by their announced length or as they come", async () => {
      const body = " ".repeat(MAX_BODY_BYTES + 1);
      const announced = await ask(service, body);
      expect([announced.status, announced.answer]).to.deep.equal([413, { code: "BODY_TOO_LARGE" }]);
      expect(await chunked(service, body)).to.match(/^HTTP\/1\.1 413 .*"BODY_TOO_LARGE"/s);
      expect((await ask(service, question([one]))).status).to.equal(200);
    });

    it("should take as many as that", async () => {
      const body = question([one]);
      const { status } = await ask(service, body.padEnd(MAX_BODY_BYTES));
      expect(status).to.equal(200);
    });

    it("should know no other place and no other method", async () => {
      for (const [method, path] of [
        ["GET", SCORE_PATH],
        ["POST", "/"],
        ["POST", "/health"],
        ["GET", `/health?key=${API_KEY}`],
      ] as const) {
        const response = await fetch(`${service.url}${path}`, { method });
        expect(response.status).to.equal(404);
        expect(await response.json()).to.deep.equal({ code: "NOT_FOUND" });
      }
      expect(service.logs.join()).not.to.include(API_KEY);
    });
  });

  it("should answer a code when it fails, and no text", async () => {
    const broken = await scoringService({
      askVendors: () => Promise.reject(new Error("Maria Torres")),
    });
    const { status, answer } = await ask(broken, question([one]));
    await broken.close();
    expect([status, answer]).to.deep.equal([500, { code: "UNEXPECTED" }]);
    expect(broken.logs.join()).not.to.include("Maria");
  });

  it("should tell its health to anyone", async () => {
    const response = await fetch(`${service.url}/health`);
    expect([response.status, await response.json()]).to.deep.equal([200, { status: "ok" }]);
  });

  it("should log ids, codes and times, and nothing of the consumer, the seller or a key", async () => {
    const { id } = await ask(service, question([one, "{}", one]));
    await ask(service, "no JSON");
    const [scored, refused] = logged();
    expect(scored).to.have.all.keys("time", "id", "status", "codes", "milliseconds");
    expect(scored).to.deep.include({
      time: new Date(NOW * 1_000).toISOString(),
      id,
      status: 200,
      codes: { ATTESTED: 2, PACKAGE_MALFORMED: 1 },
    });
    expect(refused).to.deep.include({ status: 400, code: "REQUEST_MALFORMED" });
    const { submission } = await sampleDisclosure(1n);
    const said = service.logs.join();
    for (const planted of [...PLANTED, API_KEY, submission.seller, submission.contentHash]) {
      expect(said).not.to.include(planted);
    }
  });

  describe("when it ends", () => {
    it("should give the answer that it is working on, and take no other request", async () => {
      const events = new EventEmitter();
      const ending = await scoringService({
        askVendors: async () => {
          events.emit("asked");
          await once(events, "answer");
          return [{}];
        },
      });
      const asked = once(events, "asked");
      const answer = ask(ending, question([one]));
      await asked;
      const closed = ending.close();
      let refusal = "";
      await fetch(`${ending.url}/health`).catch((error: unknown) => {
        refusal = String(error);
      });
      expect(refusal).to.include("fetch failed");
      events.emit("answer");
      expect((await answer).status).to.equal(200);
      await closed;
    });
  });
});

/** Sends a body in chunks, without its length; what came back. */
async function chunked({ url }: ScoringServer, body: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  const head = [`POST ${SCORE_PATH} HTTP/1.1`, "host: scoring", `authorization: Bearer ${API_KEY}`];
  socket.write(`${[...head, "transfer-encoding: chunked"].join("\r\n")}\r\n\r\n`);
  socket.write(`${body.length.toString(16)}\r\n${body}\r\n`);
  return text(socket);
}
