import { join } from "node:path";

import { expect } from "chai";
import { network } from "hardhat";
import type { Hex } from "viem";

import { buildBundle } from "../../deploy/local/don/host/bundle.ts";
import { evmCapabilities } from "../../deploy/local/don/host/capabilities.ts";
import { LocalDon } from "../../deploy/local/don/host/localDon.ts";
import { forwarderWriter } from "../../deploy/local/don/host/reportWriter.ts";
import { compileWorkflow, workerNode } from "../../deploy/local/don/host/workerNode.ts";
import { FAULTY_NODES } from "../../deploy/local/don/report.ts";
import { openMarket } from "../fixtures/market.ts";
import { DEDUP_SECRET, packageOf } from "../fixtures/packages.ts";
import { inputOf, textOf } from "../fixtures/probeDon.ts";

describe("a lead that CRE scores", () => {
  it("should go from its package through the plugin and the forwarder to its mint", async () => {
    const connection = await network.create({ network: "default", chainType: "op" });
    const market = await openMarket(connection);
    const { publicClient, chainId, don: signing } = market;
    const chainSelector = await market.verifier.read.chainSelector();
    const secrets = new Map<string, Hex>([
      ["LEAD_KEY_1", signing.leadKey],
      ["DEDUP_SECRET", DEDUP_SECRET],
    ]);
    const reference = { chainId, verifier: market.verifier.address };

    const main = join(import.meta.dirname, "../../deploy/workflows/confidential/main.ts");
    const node = workerNode(await compileWorkflow(await buildBundle(main)));
    const don = new LocalDon({
      workflow: signing.workflow,
      config: {
        ...reference,
        chainSelector: String(chainSelector),
        nft: market.nft.address,
        authorizedKeys: [],
      },
      nodes: [node, node, node, node],
      enclave: node,
      signers: signing.signers,
      faulty: FAULTY_NODES,
      configDigest: `0x${"00".repeat(32)}`,
      capabilities: evmCapabilities(chainSelector, {
        blockTime: async () => (await publicClient.getBlock()).timestamp,
        callContract: async (call) => (await publicClient.call(call)).data ?? "0x",
        writeReport: forwarderWriter({
          transmitter: signing.transmitter,
          publicClient,
          forwarder: market.forwarder.address,
        }),
      }),
      secrets: (id) => secrets.get(id),
      now: Date.now,
      log: () => undefined,
    });

    const packages: string[] = [];
    for (let lead = 0; lead < 5; lead++) {
      const disclosure = await market.disclose(await market.makeLead());
      packages.push(packageOf(disclosure, signing.leadKey, reference, 1));
    }
    const fromBlock = await publicClient.getBlockNumber({ cacheTime: 0 });
    const result = await don.trigger(0, inputOf(`{"packages":[${packages.join()}]}`));
    expect(textOf(result)).to.include('"reports":["SUCCESS","SUCCESS"]');

    const minted = await market.verifier.getEvents.LeadAttested({}, { fromBlock });
    expect(minted.map(({ args }) => args.leadId)).to.deep.equal([1n, 2n, 3n, 4n, 5n]);
  }).timeout(120_000);
});
