import { join } from "node:path";

import { expect } from "chai";
import { hexToBytes, hexToString, zeroHash, type Hex } from "viem";

import { buildBundle } from "../../../deploy/local/don/host/bundle.ts";
import { evmCapabilities } from "../../../deploy/local/don/host/capabilities.ts";
import { confidentialHttpCapability } from "../../../deploy/local/don/host/confidentialHttp.ts";
import { LocalDon } from "../../../deploy/local/don/host/localDon.ts";
import { mappedHttp } from "../../../deploy/local/don/host/mappedHttp.ts";
import type { DonNode } from "../../../deploy/local/don/host/node.ts";
import { compileWorkflow, workerNode } from "../../../deploy/local/don/host/workerNode.ts";
import { bodyOf } from "../../../deploy/sdk/report/forwarderReport.ts";
import { encodeLeadReports, reportNonce } from "../../../deploy/sdk/report/leadReport.ts";
import { attestLead } from "../../../deploy/workflows/attestLead.ts";
import { NOW, PROFILES } from "../../fixtures/leads.ts";
import {
  DEDUP_SECRET,
  NFT,
  packageOf,
  PLANTED,
  REFERENCE,
  sampleDisclosure,
  SELLER,
  verifierAnswer,
} from "../../fixtures/packages.ts";
import { CHAIN_SELECTOR, inputOf, newSigners, textOf, WORKFLOW } from "../../fixtures/probeDon.ts";
import { API_KEY, scoringService } from "../../fixtures/scoringService.ts";

const HOST = "scoring.example";
/** As long as the host's name, so that a node's request can be changed in place. */
const OTHER_HOST = "elsewhe.example";

describe("confidential-http workflow: in the plugin", () => {
  let service: Awaited<ReturnType<typeof scoringService>>;
  let honest: DonNode;
  const written: Hex[] = [];
  const logs: string[] = [];
  /** All that the nodes were told and said. */
  const seen: string[] = [];

  before(async function () {
    this.timeout(120_000);
    service = await scoringService();
    const main = join(import.meta.dirname, "../../../deploy/workflows/confidential-http/main.ts");
    honest = watched(workerNode(await compileWorkflow(await buildBundle(main))));
  });
  beforeEach(() => {
    written.length = 0;
    service.logs.length = 0;
  });
  after(() => service.close());

  function watched(node: DonNode): DonNode {
    const note = (bytes: Uint8Array) => {
      seen.push(Buffer.from(bytes).toString("latin1"));
      return bytes;
    };
    return {
      run: async (job, calls) =>
        note(
          await node.run(job, {
            ...calls,
            callCapability: (bytes) => {
              calls.callCapability(note(bytes));
            },
            awaitCapabilities: async (bytes) => note(await calls.awaitCapabilities(bytes)),
          }),
        ),
    };
  }

  /** A node that asks another server, and reports what it likes. */
  const lying = (): DonNode => ({
    run: ({ request, ...job }, calls) => {
      const changed = Buffer.from(request).toString("latin1").replaceAll(HOST, OTHER_HOST);
      return honest.run({ ...job, request: Buffer.from(changed, "latin1") }, calls);
    },
  });

  function don(nodes: readonly DonNode[] = [honest, honest, honest, honest]): LocalDon {
    const secrets = (id: string) => (id === "scoring_api_key" ? API_KEY : undefined);
    const port = Number(new URL(service.url).port);
    return new LocalDon({
      workflow: WORKFLOW,
      config: {
        ...REFERENCE,
        chainSelector: String(CHAIN_SELECTOR),
        authorizedKeys: [SELLER.address],
        serviceUrl: `https://${HOST}/v1/score`,
      },
      nodes,
      enclave: { run: () => Promise.reject(new Error("no enclave")) },
      signers: newSigners(),
      faulty: 1,
      configDigest: zeroHash,
      capabilities: {
        ...confidentialHttpCapability(mappedHttp(new Map([[HOST, port]])), secrets),
        ...evmCapabilities(CHAIN_SELECTOR, {
          blockTime: () => Promise.resolve(BigInt(NOW)),
          callContract: ({ data }) => Promise.resolve(verifierAnswer(data)),
          writeReport: ({ rawReport }) => {
            written.push(rawReport);
            return Promise.resolve({ hash: zeroHash, delivered: true });
          },
        }),
      },
      secrets,
      now: () => NOW * 1_000,
      log: (line) => logs.push(line),
    });
  }

  async function score(packages: readonly string[], nodes?: readonly DonNode[]) {
    const text = textOf(await don(nodes).trigger(0, inputOf(`{"packages":[${packages.join()}]}`)));
    return JSON.parse(text) as { packages: { code: string }[]; reports: string[] };
  }

  it("should report exactly what the enclave would, asked once for all nodes", async () => {
    const disclosure = await sampleDisclosure(1n);
    const outcome = await score(["{}", packageOf(disclosure)]);
    expect(outcome.packages.map(({ code }) => code)).to.deep.equal([
      "PACKAGE_MALFORMED",
      "ATTESTED",
    ]);
    expect(outcome.reports).to.deep.equal(["SUCCESS"]);

    const lead = attestLead(disclosure, {
      ...REFERENCE,
      nft: NFT,
      verticals: PROFILES,
      dedupSecret: hexToBytes(DEDUP_SECRET),
      observedAt: NOW,
    });
    const header = {
      chainSelector: CHAIN_SELECTOR,
      receiver: REFERENCE.verifier,
      nonce: reportNonce([lead], NOW),
      observedAt: NOW,
    };
    expect(written.map(bodyOf)).to.deep.equal([encodeLeadReports([lead], header)]);
    expect(service.logs).to.have.length(1);
  }).timeout(60_000);

  it("should not matter that one node lies", async () => {
    const one = packageOf(await sampleDisclosure(2n));
    const outcome = await score([one], [honest, lying(), honest, honest]);
    expect(outcome.reports).to.deep.equal(["SUCCESS"]);
    expect(service.logs).to.have.length(1);
  }).timeout(60_000);

  it("should ask and report nothing when two do", async () => {
    const one = packageOf(await sampleDisclosure(3n));
    const outcome = await score([one], [honest, lying(), lying(), honest]);
    expect(outcome.packages.map(({ code }) => code)).to.deep.equal(["SCORING_UNAVAILABLE"]);
    expect(written).to.have.length(0);
    expect(service.logs).to.have.length(0);
  }).timeout(60_000);

  it("should leave what the service does not answer for a later run", async () => {
    const working = service;
    service = await scoringService({ now: () => NOW + 10_000 });
    const outcome = await score([packageOf(await sampleDisclosure(4n))]);
    await service.close();
    expect(service.logs.join()).to.include("TIME_OUT_OF_BOUNDS");
    service = working;
    expect(outcome.packages.map(({ code }) => code)).to.deep.equal(["SCORING_UNAVAILABLE"]);
    expect(outcome.reports).to.deep.equal([]);
  }).timeout(60_000);

  it("should show the nodes neither the API key nor anything of the consumer", async () => {
    const outcome = await score([packageOf(await sampleDisclosure(5n))]);
    expect(seen.join()).to.include("{{.scoring_api_key}}").and.include("ATTESTED");
    const said = [
      ...seen,
      ...logs,
      ...service.logs,
      JSON.stringify(outcome),
      ...written.map((raw) => hexToString(raw)),
    ].join();
    for (const planted of [...PLANTED, API_KEY]) expect(said).not.to.include(planted);
  }).timeout(60_000);
});
