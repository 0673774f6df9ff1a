import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { create } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import { expect } from "chai";
import { encodeAbiParameters, hexToBytes, hexToString, stringToHex, type Hex } from "viem";
import { generatePrivateKey } from "viem/accounts";

import { buildBundle } from "../../../deploy/local/don/host/bundle.ts";
import { evmCapabilities, httpCapability } from "../../../deploy/local/don/host/capabilities.ts";
import { LocalDon } from "../../../deploy/local/don/host/localDon.ts";
import { mappedHttp } from "../../../deploy/local/don/host/mappedHttp.ts";
import { EVM_PB } from "../../../deploy/local/don/host/messages.ts";
import { compileWorkflow, workerNode } from "../../../deploy/local/don/host/workerNode.ts";
import {
  encodeLeadReports,
  reportNonce,
  type LeadReport,
} from "../../../deploy/sdk/report/leadReport.ts";
import { bodyOf } from "../../../deploy/sdk/report/forwarderReport.ts";
import { attestLead, openDisclosure, reportOf } from "../../../deploy/workflows/attestLead.ts";
import { contactOf } from "../../../deploy/workflows/shared/vendorGateway.ts";
import { NOW, PROFILES, sampleLead } from "../../fixtures/leads.ts";
import {
  DEDUP_SECRET,
  EPOCH,
  LEAD_KEY,
  NFT,
  packageOf,
  PLANTED,
  REFERENCE,
  sampleDisclosure,
  SELLER,
  signedBy,
  verifierAnswer,
} from "../../fixtures/packages.ts";
import { CHAIN_SELECTOR, inputOf, newSigners, textOf, WORKFLOW } from "../../fixtures/probeDon.ts";
import { GOOD_CHECKS } from "../../fixtures/vendorChecks.ts";

const SECRETS = new Map<string, string>([
  [`LEAD_KEY_${EPOCH}`, LEAD_KEY],
  ["DEDUP_SECRET", DEDUP_SECRET],
  ["VENDOR_API_KEY", "vendor key"],
]);
const VENDOR_HOST = "vendors.example";
/** What vendors are asked of the sample lead. */
const CONTACT = contactOf(sampleLead());
const CONTEXT = {
  ...REFERENCE,
  nft: NFT,
  verticals: PROFILES,
  dedupSecret: hexToBytes(DEDUP_SECRET),
  observedAt: NOW,
};

/** The body of a report as the workflow makes it. */
function reportOn(leads: readonly LeadReport[]): Hex {
  return encodeLeadReports(leads, {
    chainSelector: CHAIN_SELECTOR,
    receiver: REFERENCE.verifier,
    nonce: reportNonce(leads, NOW),
    observedAt: NOW,
  });
}

describe("confidential workflow: in the plugin", () => {
  let don: LocalDon;
  const written: Hex[] = [];
  const logs: string[] = [];
  const asked: { authorization: string | undefined; body: string }[] = [];
  let vendorIsUp = true;
  const vendors = createServer((request, response) => {
    void text(request).then((body) => {
      asked.push({ authorization: request.headers.authorization, body });
      const { contacts } = JSON.parse(body) as { contacts: object[] };
      const checks = contacts.map(() => GOOD_CHECKS);
      response.writeHead(vendorIsUp ? 200 : 503).end(JSON.stringify({ checks }));
    });
  });
  after(() => vendors.close());

  before(async function () {
    this.timeout(120_000);
    const port = await new Promise<number>((resolve) => {
      vendors.listen(0, "127.0.0.1", () => {
        resolve((vendors.address() as AddressInfo).port);
      });
    });
    const main = join(import.meta.dirname, "../../../deploy/workflows/confidential/main.ts");
    const node = workerNode(await compileWorkflow(await buildBundle(main)));
    don = new LocalDon({
      workflow: WORKFLOW,
      config: {
        ...REFERENCE,
        chainSelector: String(CHAIN_SELECTOR),
        nft: NFT,
        authorizedKeys: [SELLER.address],
        vendorUrl: `https://${VENDOR_HOST}/v1/checks`,
      },
      nodes: [node, node, node, node],
      enclave: node,
      signers: newSigners(),
      faulty: 1,
      configDigest: `0x${"00".repeat(32)}`,
      capabilities: {
        ...httpCapability(mappedHttp(new Map([[VENDOR_HOST, port]]))),
        ...evmCapabilities(CHAIN_SELECTOR, {
          blockTime: () => Promise.resolve(BigInt(NOW)),
          callContract: ({ to, data }) =>
            Promise.resolve(to === SELLER.address.toLowerCase() ? "0x" : verifierAnswer(data)),
          writeReport: ({ rawReport }) => {
            written.push(rawReport);
            return Promise.resolve({ hash: `0x${"44".repeat(32)}`, delivered: true });
          },
        }),
      },
      secrets: (id) => SECRETS.get(id),
      now: () => NOW * 1_000,
      log: (line) => logs.push(line),
    });
  });

  async function score(packages: readonly string[]) {
    written.length = 0;
    asked.length = 0;
    const result = await don.trigger(0, inputOf(`{"packages":[${packages.join(",")}]}`));
    return JSON.parse(textOf(result)) as { packages: { code: string }[]; reports: string[] };
  }

  it("should report exactly what the same code says outside of the plugin", async () => {
    const disclosures = await Promise.all(
      [1n, 2n, 3n, 4n, 5n].map((nonce) => sampleDisclosure(nonce)),
    );
    const outcome = await score(disclosures.map((one) => packageOf(one)));
    expect(outcome.packages.map(({ code }) => code)).to.deep.equal(Array(5).fill("ATTESTED"));
    expect(outcome.reports).to.deep.equal(["SUCCESS", "SUCCESS"]);

    const { certificate: _notAsked, ...confirmed } = GOOD_CHECKS;
    const expected = disclosures.map((disclosure) => ({
      ...reportOf(disclosure, openDisclosure(disclosure, CONTEXT), CONTEXT, confirmed),
      candidates: [],
    }));
    const parts = [expected.slice(0, 4), expected.slice(4)];
    expect(written.map(bodyOf)).to.deep.equal(parts.map(reportOn));
    expect(asked).to.deep.equal([
      {
        authorization: "Bearer vendor key",
        body: JSON.stringify({ contacts: Array(5).fill(CONTACT) }),
      },
    ]);
  }).timeout(60_000);

  it("should ask a vendor twice that does not answer, and score without its word", async () => {
    vendorIsUp = false;
    const disclosure = await sampleDisclosure(7n);
    await score([packageOf(disclosure)]);
    vendorIsUp = true;
    expect(asked).to.have.length(2);
    expect(written.map(bodyOf)).to.deep.equal([reportOn([attestLead(disclosure, CONTEXT)])]);
  }).timeout(60_000);

  it("should ask no vendor about a lead that its seller did not sign", async () => {
    const outcome = await score([packageOf(await signedBy(generatePrivateKey()))]);
    expect(outcome.packages.map(({ code }) => code)).to.deep.equal(["SIGNATURE_INVALID"]);
    expect(asked).to.have.length(0);
    expect(written).to.have.length(0);
  }).timeout(60_000);

  it("should answer bad packages with codes, and report the good one", async () => {
    const disclosure = await sampleDisclosure(5n);
    const good = packageOf(disclosure);
    const outcome = await score([
      "{}",
      packageOf(disclosure, generatePrivateKey()),
      good.replace('"epoch":2', '"epoch":7'),
      good.replace('"epoch":2', '"epoch":1'),
      good,
    ]);
    expect(outcome.packages.map(({ code }) => code)).to.deep.equal([
      "PACKAGE_MALFORMED",
      "CONTENT_UNREADABLE",
      "EPOCH_UNKNOWN",
      "EPOCH_EXPIRED",
      "ATTESTED",
    ]);
    expect(written).to.have.length(1);
  }).timeout(60_000);

  it("should score a package that was posted on chain, and answer others with a code", async () => {
    const disclosure = await sampleDisclosure(9n);
    const posted = async (text: string) => {
      written.length = 0;
      const { LogSchema } = EVM_PB;
      const data = hexToBytes(encodeAbiParameters([{ type: "bytes" }], [stringToHex(text)]));
      const result = await don.trigger(1, anyPack(LogSchema, create(LogSchema, { data })));
      return (JSON.parse(textOf(result)) as { packages: { code: string }[] }).packages;
    };
    expect((await posted(packageOf(disclosure))).map(({ code }) => code)).to.deep.equal([
      "ATTESTED",
    ]);
    expect(written).to.have.length(1);
    expect(await posted("no package")).to.deep.equal([{ code: "PACKAGE_MALFORMED" }]);
    expect(written).to.have.length(0);
  }).timeout(60_000);

  it("should say nothing of the consumer", async () => {
    const outcome = await score([packageOf(await sampleDisclosure(8n))]);
    const said = [JSON.stringify(outcome), ...logs, ...written.map((raw) => hexToString(raw))];
    for (const planted of PLANTED) expect(said.join()).not.to.include(planted);
  }).timeout(60_000);
});
