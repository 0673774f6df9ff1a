import { expect } from "chai";
import { zeroAddress, zeroHash } from "viem";

import { evmCapabilities, httpCapability } from "../../../../deploy/local/don/host/capabilities.ts";
import { confidentialHttpCapability } from "../../../../deploy/local/don/host/confidentialHttp.ts";
import { LIMITS } from "../../../../deploy/local/don/host/limits.ts";
import type { DonOptions } from "../../../../deploy/local/don/host/localDon.ts";
import type { DonNode } from "../../../../deploy/local/don/host/node.ts";
import {
  CHAIN_SELECTOR,
  failureOf,
  inputOf,
  PROBE,
  PROBE_CONFIG,
  probeDon,
  probeNode,
} from "../../../fixtures/probeDon.ts";

/** Limits that end a call or a run, with what the probe asks for. */
const REFUSED = {
  httpCalls: 6,
  confidentialHttpCalls: 6,
  httpRequestBytes: 10_001,
  httpResponseBytes: 100_001,
  evmReads: 16,
  logQueryBlocks: 101,
  consensusCalls: 21,
  secrets: 6,
  reportBytes: 5_001,
  reportGas: 5_000_001,
} as const;

describe("limits of a run", () => {
  let node: DonNode;
  let answerBytes = 2;
  const logs: string[] = [];
  const send = () =>
    Promise.resolve({ statusCode: 200, body: new Uint8Array(answerBytes).fill(48) });
  const secrets = () => "a secret";

  before(async function () {
    this.timeout(120_000);
    node = await probeNode();
  });
  beforeEach(() => {
    logs.length = 0;
    answerBytes = 2;
  });

  const don = (options: Partial<DonOptions> = {}) =>
    probeDon(node, {
      nodes: [node],
      faulty: 0,
      secrets,
      log: (line) => logs.push(line),
      capabilities: {
        ...httpCapability(send),
        ...confidentialHttpCapability(send, secrets),
        ...evmCapabilities(CHAIN_SELECTOR, {
          blockTime: () => Promise.resolve(1n),
          logs: { request: () => Promise.reject(new Error("no chain")) },
          writeReport: () => Promise.resolve({ hash: zeroHash, delivered: true }),
        }),
      },
      ...options,
    });
  const run = (name: string) => don().trigger(PROBE.ordinary, inputOf(name));
  const linesOf = (limit: string) => logs.filter((line) => line.includes(`(limit ${limit})`));

  for (const [limit, asked] of Object.entries(REFUSED)) {
    it(`should refuse more than ${limit}, and print it once`, async () => {
      if (limit === "httpResponseBytes") answerBytes = asked;
      const allowed = `CRE allows ${LIMITS[limit as keyof typeof REFUSED]} `;
      expect(await failureOf(run(limit)))
        .to.include(allowed)
        .and.to.include(`not ${asked}`);
      expect(linesOf(limit)).to.have.length(1);
      expect(linesOf(limit)[0]).to.include(allowed).and.to.include(`not ${asked}`);
    });
  }

  it("should refuse a result that is too long", async () => {
    expect(await failureOf(run("resultBytes"))).to.include("CRE allows 100000 bytes of a result");
    expect(linesOf("resultBytes")).to.have.length(1);
  });

  it("should drop the lines of a log beyond the limit", async () => {
    await run("logLines");
    expect(logs.filter((line) => line === "line")).to.have.length(LIMITS.logLines);
    expect(linesOf("logLines")).to.have.length(1);
  });

  it("should cut a line of a log that is too long", async () => {
    await run("logLineBytes");
    expect(logs).to.include("x".repeat(LIMITS.logLineBytes));
    expect(linesOf("logLineBytes")).to.have.length(1);
  });

  it("should refuse a workflow with too many triggers", async () => {
    const config = { ...PROBE_CONFIG, moreTriggers: 7 };
    expect(await failureOf(don({ config }).subscriptions())).to.include("CRE allows 10 triggers");
    expect(linesOf("triggers")).to.have.length(1);
  });

  it("should end what eats memory, and print it", async () => {
    expect(await failureOf(run("eat"))).to.include("CRE allows 100000000 bytes of memory");
    expect(linesOf("memoryBytes")).to.have.length(1);
  });

  it("should end what takes too long, and print it", async () => {
    expect(await failureOf(run("loop"))).to.include("(limit runMilliseconds)");
    expect(linesOf("runMilliseconds")).to.have.length(1);
  });

  it("should count each run by itself", async () => {
    const inTime = don({ config: { ...PROBE_CONFIG, emitters: [zeroAddress] } });
    await failureOf(inTime.trigger(PROBE.ordinary, inputOf("httpCalls")));
    await inTime.trigger(PROBE.ordinary, inputOf("logLineBytes"));
    await failureOf(inTime.trigger(PROBE.ordinary, inputOf("httpCalls")));
    expect(linesOf("httpCalls")).to.have.length(2);
  });
}).timeout(60_000);
