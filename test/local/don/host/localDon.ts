import { expect } from "chai";
import type { Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";

import { httpCapability } from "../../../../deploy/local/don/host/capabilities.ts";
import type { DonOptions } from "../../../../deploy/local/don/host/localDon.ts";
import type { DonNode } from "../../../../deploy/local/don/host/node.ts";
import type { ReportSigner } from "../../../../deploy/local/don/host/signReport.ts";
import { bodyOf } from "../../../../deploy/sdk/report/forwarderReport.ts";
import {
  failureOf,
  inputOf,
  newSigners,
  PROBE,
  probeDon,
  probeNode,
  RUN_TIME,
  textOf,
} from "../../../fixtures/probeDon.ts";

const silent: DonNode = { run: () => new Promise(() => undefined) };
const dead: DonNode = { run: () => Promise.reject(new Error("out of order")) };

describe("LocalDon", () => {
  let honest: DonNode;
  const logs: string[] = [];

  before(async function () {
    this.timeout(120_000);
    honest = await probeNode();
  });

  /** A node that works with a server which answers it something else. */
  const lyingTo = (answers: ReadonlyMap<number, string>) =>
    httpCapability((_request, caller) =>
      Promise.resolve({
        statusCode: 200,
        body: new TextEncoder().encode(answers.get(Number(caller)) ?? "42"),
      }),
    );

  /** A node that runs the workflow, and says that it came to something else. */
  const lyingResult = (): DonNode => ({
    run: async (job, calls) => {
      const result = await honest.run(job, calls);
      return result.map((byte) => byte ^ 1);
    },
  });

  const don = (options: Partial<DonOptions> = {}) =>
    probeDon(honest, {
      capabilities: lyingTo(new Map()),
      secrets: (id) => (id === "LEAD_KEY" ? "a secret" : undefined),
      log: (line) => logs.push(line),
      ...options,
    });

  describe("given four honest nodes", () => {
    it("should read the workflow's triggers", async () => {
      const triggers = await don().subscriptions();
      expect(triggers.map(({ id }) => id)).to.deep.equal([
        "http-trigger@1.0.0-alpha",
        "http-trigger@1.0.0-alpha",
        "evm:ChainSelector:7759470850252068959@1.0.0",
        "cron-trigger@1.0.0",
      ]);
      expect(triggers.map(({ requirements }) => requirements?.tee !== undefined)).to.deep.equal([
        false,
        true,
        false,
        false,
      ]);
    });

    it("should report what the nodes saw", async () => {
      const rawReport = textOf(await don().trigger(PROBE.ordinary, inputOf("price"))) as Hex;
      expect(Buffer.from(bodyOf(rawReport).slice(2), "hex").toString()).to.equal("price 42");
      expect(logs).to.include("seen 42");
    });

    it("should give all nodes the same time and the same random numbers", async () => {
      const [time, random] = textOf(await don().trigger(PROBE.ordinary, inputOf("time"))).split(
        " ",
      );
      expect(time).to.equal("1700000000000");
      expect(Number(random)).to.be.within(0, 1);
    });

    it("should hand out secrets", async () => {
      expect(textOf(await don().trigger(PROBE.ordinary, inputOf("secret")))).to.equal("a secret");
    });
  });

  describe("given one node that fails", () => {
    const cases: readonly [string, () => Partial<DonOptions>][] = [
      ["sees something else", () => ({ capabilities: lyingTo(new Map([[1, "43"]])) })],
      ["comes to another result", () => ({ nodes: [honest, lyingResult(), honest, honest] })],
      ["is silent", () => ({ nodes: [honest, honest, silent, honest] })],
      ["is dead", () => ({ nodes: [dead, honest, honest, honest] })],
    ];
    for (const [how, options] of cases) {
      it(`should not matter that it ${how}`, async () => {
        const report = textOf(
          await don(options()).trigger(PROBE.ordinary, inputOf("price")),
        ) as Hex;
        expect(Buffer.from(bodyOf(report).slice(2), "hex").toString()).to.equal("price 42");
      });
    }

    it("should not wait for it when it is slow", async () => {
      let isDone = false;
      const slow: DonNode = {
        run: async (job, calls) => {
          await new Promise((resolve) => setTimeout(resolve, 4_000).unref());
          isDone = true;
          return honest.run(job, calls);
        },
      };
      await don({ nodes: [slow, honest, honest, honest] }).trigger(
        PROBE.ordinary,
        inputOf("price"),
      );
      expect(isDone).to.equal(false);
    });
  });

  describe("given two nodes that fail", () => {
    it("should not report what only two saw", async () => {
      const capabilities = lyingTo(
        new Map([
          [1, "43"],
          [2, "43"],
        ]),
      );
      const failure = await failureOf(
        don({ capabilities }).trigger(PROBE.ordinary, inputOf("price")),
      );
      expect(failure).to.include("no consensus");
    });

    it("should take no result that only two came to", async () => {
      const nodes = [lyingResult(), honest, honest, lyingResult()];
      const failure = await failureOf(don({ nodes }).trigger(PROBE.ordinary, inputOf("price")));
      expect(failure).to.include("no quorum: 2 nodes agree, 3 must");
    });

    it("should wait no longer than a run may take for two that are silent", async () => {
      const nodes = [honest, silent, silent, honest];
      const failure = await failureOf(
        don({ nodes, milliseconds: RUN_TIME }).trigger(PROBE.ordinary, inputOf("price")),
      );
      expect(failure).to.include("no quorum");
      expect(failure).to.include(`node 1: it gave no answer in ${RUN_TIME} ms`);
    }).timeout(60_000);

    it("should say so when two are dead", async () => {
      const nodes = [dead, honest, dead, honest];
      const failure = await failureOf(don({ nodes }).trigger(PROBE.ordinary, inputOf("price")));
      expect(failure).to.include("no quorum");
    });
  });

  describe("given a report of an enclave", () => {
    const lyingSigner = (): ReportSigner => ({
      address: privateKeyToAccount(generatePrivateKey()).address,
      sign: (parameters) => privateKeyToAccount(generatePrivateKey()).sign(parameters),
    });
    const silentSigner = (): ReportSigner => ({
      address: `0x${"11".repeat(20)}`,
      sign: () => new Promise(() => undefined),
    });

    it("should carry the signatures of two honest nodes", async () => {
      const [a, b] = newSigners();
      const all = [lyingSigner(), a, silentSigner(), b].filter((one) => one !== undefined);
      const signature = textOf(await don({ signers: all }).trigger(PROBE.enclave, inputOf("")));
      expect(signature).to.match(/^0x[0-9a-f]{128}0[01]$/);
    });

    it("should not be signed when only one node is honest", async () => {
      const [a] = newSigners();
      const all = [lyingSigner(), a, lyingSigner(), lyingSigner()].filter(
        (one) => one !== undefined,
      );
      const failure = await failureOf(don({ signers: all }).trigger(PROBE.enclave, inputOf("")));
      expect(failure).to.include("Too few nodes signed the report: 1, and 2 must");
    });
  });

  describe("given a workflow that misbehaves", () => {
    it("should end an endless loop, and leave other runs alone", async () => {
      const looping = failureOf(don().trigger(PROBE.ordinary, inputOf("loop")));
      const other = textOf(await don().trigger(PROBE.ordinary, inputOf("price")));
      expect(other).to.match(/^0x01/);
      expect(await looping).to.include(`was ended after ${RUN_TIME} ms`);
    }).timeout(60_000);

    it("should end an enclave's endless loop", async () => {
      const failure = await failureOf(don().trigger(PROBE.enclave, inputOf("loop")));
      expect(failure).to.include(`was ended after ${RUN_TIME} ms`);
    }).timeout(60_000);

    it("should end what eats memory", async () => {
      const failure = await failureOf(don().trigger(PROBE.enclave, inputOf("eat")));
      expect(failure).to.include("(limit memoryBytes)");
    }).timeout(60_000);
  });
});
