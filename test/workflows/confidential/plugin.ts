import { join } from "node:path";

import { create } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import { expect } from "chai";
import { getAddress, type Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";

import { buildBundle } from "../../../deploy/local/don/host/bundle.ts";
import { evmCapabilities } from "../../../deploy/local/don/host/capabilities.ts";
import { LocalDon } from "../../../deploy/local/don/host/localDon.ts";
import { HTTP_TRIGGER_PB } from "../../../deploy/local/don/host/messages.ts";
import { compileWorkflow, workerNode } from "../../../deploy/local/don/host/workerNode.ts";
import { publicKeyOf } from "../../../deploy/sdk/crypto/point.ts";
import { deriveDeliveryKey } from "../../../deploy/sdk/delivery/deliveryKey.ts";
import { prepareLead } from "../../../deploy/sdk/lead/prepareLead.ts";
import { sealPackage } from "../../../deploy/sdk/report/leadPackage.ts";
import { decodeSubmissions } from "../../../deploy/sdk/report/leadReport.ts";
import { bodyOf } from "../../../deploy/sdk/report/rawReport.ts";
import { NOW, profileOf, sampleLead } from "../../fixtures/leads.ts";

const CHAIN_ID = 31_337;
const CHAIN_SELECTOR = 7_759_470_850_252_068_959n;
const NFT = getAddress(`0x${"11".repeat(20)}`);
const VERIFIER = getAddress(`0x${"22".repeat(20)}`);
const SELLER = privateKeyToAccount(generatePrivateKey());
const LEAD_KEY = generatePrivateKey();
const SECRETS = new Map<string, Hex>([
  ["LEAD_KEY_1", LEAD_KEY],
  ["DEDUP_SECRET", generatePrivateKey()],
]);
const REFERENCE = { chainId: CHAIN_ID, verifier: VERIFIER };

/** A package of Maria's lead; the nonce makes it a package of its own. */
async function samplePackage(nonce: bigint, key = LEAD_KEY): Promise<string> {
  const lead = sampleLead();
  const deliveryKey = await deriveDeliveryKey(SELLER, { chainId: CHAIN_ID, vault: VERIFIER });
  const seller = {
    ...REFERENCE,
    nft: NFT,
    seller: SELLER.address,
    signer: SELLER,
    deliveryKey: deliveryKey.publicKey,
  };
  const fees = { feeBps: 500, convenienceFee: 0 };
  const options = { nonce, now: NOW, autoList: true, fees };
  const disclosure = await prepareLead(lead, profileOf(lead.vertical), seller, options);
  return sealPackage(disclosure, { epoch: 1, publicKey: publicKeyOf(BigInt(key)) }, REFERENCE);
}

describe("confidential workflow: in the plugin", () => {
  let don: LocalDon;
  const written: Hex[] = [];
  const logs: string[] = [];

  before(async function () {
    this.timeout(120_000);
    const main = join(import.meta.dirname, "../../../deploy/workflows/confidential/main.ts");
    const node = workerNode(await compileWorkflow(await buildBundle(main)));
    don = new LocalDon({
      workflow: {
        id: `0x${"01".repeat(32)}`,
        name: `0x${"02".repeat(10)}`,
        owner: `0x${"03".repeat(20)}`,
        donId: 1,
        configVersion: 1,
      },
      config: {
        ...REFERENCE,
        chainSelector: String(CHAIN_SELECTOR),
        nft: NFT,
        authorizedKeys: [SELLER.address],
        epochs: [1],
      },
      nodes: [node, node, node, node],
      enclave: node,
      signers: [1, 2, 3, 4].map(() => privateKeyToAccount(generatePrivateKey())),
      faulty: 1,
      configDigest: `0x${"00".repeat(32)}`,
      capabilities: evmCapabilities(CHAIN_SELECTOR, {
        blockTime: () => Promise.resolve(BigInt(NOW)),
        writeReport: ({ rawReport }) => {
          written.push(rawReport);
          return Promise.resolve({ hash: `0x${"44".repeat(32)}`, delivered: true });
        },
      }),
      secrets: (id) => SECRETS.get(id),
      now: () => NOW * 1_000,
      log: (line) => logs.push(line),
    });
  });

  async function score(packages: readonly string[]) {
    written.length = 0;
    const { PayloadSchema } = HTTP_TRIGGER_PB;
    const input = new TextEncoder().encode(`{"packages":[${packages.join(",")}]}`);
    const { value } = await don.trigger(
      0,
      anyPack(PayloadSchema, create(PayloadSchema, { input })),
    );
    return JSON.parse(String(value.value)) as { packages: { code: string }[]; reports: string[] };
  }

  it("should report a batch, each lead once and in its order", async () => {
    const outcome = await score(await Promise.all([1n, 2n, 3n, 4n].map((n) => samplePackage(n))));
    expect(outcome.packages.map(({ code }) => code)).to.deep.equal(Array(4).fill("ATTESTED"));
    expect(outcome.reports).to.deep.equal(written.map(() => "SUCCESS"));
    const submissions = written.flatMap((rawReport) => decodeSubmissions(bodyOf(rawReport)));
    expect(submissions.map(({ nonce }) => nonce)).to.deep.equal([1n, 2n, 3n, 4n]);
  }).timeout(60_000);

  it("should answer bad packages with codes, and report the good one", async () => {
    const good = await samplePackage(5n);
    const outcome = await score([
      "{}",
      await samplePackage(6n, generatePrivateKey()),
      good.replace('"epoch":1', '"epoch":7'),
      good,
    ]);
    expect(outcome.packages.map(({ code }) => code)).to.deep.equal([
      "PACKAGE_MALFORMED",
      "CONTENT_UNREADABLE",
      "EPOCH_UNKNOWN",
      "ATTESTED",
    ]);
    expect(written).to.have.length(1);
  }).timeout(60_000);

  it("should say nothing of the consumer", async () => {
    const outcome = await score([await samplePackage(8n)]);
    const said = [JSON.stringify(outcome), ...logs, ...written.map((raw) => hexText(raw))].join();
    for (const secret of ["Maria", "Torres", "maria.torres", "8675309", "Willow", "78704"]) {
      expect(said).not.to.include(secret);
    }
  }).timeout(60_000);
});

function hexText(hex: Hex): string {
  return Buffer.from(hex.slice(2), "hex").toString("latin1");
}
