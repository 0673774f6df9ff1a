import { join } from "node:path";

import { create } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import { expect } from "chai";
import { network } from "hardhat";
import { parseEventLogs, type Hex, type TransactionReceipt } from "viem";

import { buildBundle } from "../../deploy/local/don/host/bundle.ts";
import { evmCapabilities } from "../../deploy/local/don/host/capabilities.ts";
import { LocalDon } from "../../deploy/local/don/host/localDon.ts";
import { HTTP_TRIGGER_PB } from "../../deploy/local/don/host/messages.ts";
import { compileWorkflow, workerNode } from "../../deploy/local/don/host/workerNode.ts";
import { FAULTY_NODES, submitReport } from "../../deploy/local/don/report.ts";
import { openMarket } from "../fixtures/market.ts";
import { DEDUP_SECRET, LEAD_KEY, packageOf } from "../fixtures/packages.ts";

const CHAIN_SELECTOR = 7_759_470_850_252_068_959n;
const SECRETS = new Map<string, Hex>([
  ["LEAD_KEY_1", LEAD_KEY],
  ["DEDUP_SECRET", DEDUP_SECRET],
]);

describe("a lead that CRE scores", () => {
  it("should go from its package through the plugin and the forwarder to its mint", async () => {
    const connection = await network.create({ network: "default", chainType: "op" });
    const market = await openMarket(connection);
    const { publicClient, chainId, don: signing } = market;
    const reference = { chainId, verifier: market.verifier.address };
    const receipts: TransactionReceipt[] = [];

    const main = join(import.meta.dirname, "../../deploy/workflows/confidential/main.ts");
    const node = workerNode(await compileWorkflow(await buildBundle(main)));
    const don = new LocalDon({
      workflow: signing.workflow,
      config: {
        ...reference,
        chainSelector: String(CHAIN_SELECTOR),
        nft: market.nft.address,
        authorizedKeys: [],
        epochs: [1],
      },
      nodes: [node, node, node, node],
      enclave: node,
      signers: signing.signers,
      faulty: FAULTY_NODES,
      configDigest: `0x${"00".repeat(32)}`,
      capabilities: evmCapabilities(CHAIN_SELECTOR, {
        blockTime: async () => (await publicClient.getBlock()).timestamp,
        writeReport: async ({ receiver, gasLimit, ...report }) => {
          const { hash, receipt, delivered } = await submitReport(report, {
            transmitter: signing.transmitter,
            publicClient,
            forwarder: market.forwarder.address,
            receiver,
            gas: gasLimit,
          });
          receipts.push(receipt);
          return { hash, delivered };
        },
      }),
      secrets: (id) => SECRETS.get(id),
      now: Date.now,
      log: () => undefined,
    });

    const packages: string[] = [];
    for (let lead = 0; lead < 4; lead++) {
      const disclosure = await market.disclose(await market.makeLead());
      packages.push(packageOf(disclosure, LEAD_KEY, reference));
    }
    const { PayloadSchema } = HTTP_TRIGGER_PB;
    const input = new TextEncoder().encode(`{"packages":[${packages.join()}]}`);
    const result = await don.trigger(0, anyPack(PayloadSchema, create(PayloadSchema, { input })));
    expect(result.value.value).to.include('"reports":["SUCCESS","SUCCESS"]');

    const logs = receipts.flatMap((receipt) => receipt.logs);
    const minted = parseEventLogs({ abi: market.verifier.abi, logs, eventName: "LeadAttested" });
    expect(minted.map(({ args }) => args.leadId)).to.deep.equal([1n, 2n, 3n, 4n]);
  }).timeout(120_000);
});
