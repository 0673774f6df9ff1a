import { join } from "node:path";

import { anyPack } from "@bufbuild/protobuf/wkt";
import { expect } from "chai";
import { network } from "hardhat";
import { stringToHex } from "viem";

import { buildBundle } from "../../deploy/local/don/host/bundle.ts";
import { evmCapabilities } from "../../deploy/local/don/host/capabilities.ts";
import { evmLogOf, readLogs } from "../../deploy/local/don/host/evmLog.ts";
import { LocalDon } from "../../deploy/local/don/host/localDon.ts";
import { EVM_PB } from "../../deploy/local/don/host/messages.ts";
import { forwarderWriter } from "../../deploy/local/don/host/reportWriter.ts";
import { compileWorkflow, workerNode } from "../../deploy/local/don/host/workerNode.ts";
import { FAULTY_NODES } from "../../deploy/local/don/report.ts";
import { sealPackage } from "../../deploy/sdk/report/leadPackage.ts";
import { openMarket } from "../fixtures/market.ts";
import { inputOf, textOf } from "../fixtures/probeDon.ts";

describe("a lead that CRE scores", () => {
  it("should go from its package, by HTTP or by a log, through the plugin and the forwarder to its mint", async () => {
    const connection = await network.create({ network: "default", chainType: "op" });
    const market = await openMarket(connection);
    const { publicClient, chainId, don: signing } = market;
    const { verifier } = market;
    const reference = { chainId, verifier: verifier.address };
    const chainSelector = await verifier.read.chainSelector();

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
      secrets: (id) => signing.secrets.get(id),
      now: Date.now,
      log: () => undefined,
    });

    const [publicKey] = await verifier.read.donKeyOf([1]);
    const packageLead = async () => {
      const disclosure = await market.disclose(await market.makeLead());
      return sealPackage(disclosure, { epoch: 1, publicKey }, reference);
    };
    const packages: string[] = [];
    for (let lead = 0; lead < 5; lead++) packages.push(await packageLead());
    const fromBlock = await publicClient.getBlockNumber({ cacheTime: 0 });
    const result = await don.trigger(0, inputOf(`{"packages":[${packages.join()}]}`));
    expect(textOf(result)).to.include('"reports":["SUCCESS","SUCCESS"]');

    const hash = await verifier.write.submitLead([stringToHex(await packageLead())]);
    const { blockNumber } = await publicClient.waitForTransactionReceipt({ hash });
    const filter = { address: [verifier.address], topics: [], fromBlock: blockNumber };
    const [posted] = await readLogs(publicClient, { ...filter, toBlock: blockNumber });
    if (posted === undefined) throw new Error("Nothing was posted.");
    expect(textOf(await don.trigger(1, anyPack(EVM_PB.LogSchema, evmLogOf(posted))))).to.include(
      '"reports":["SUCCESS"]',
    );

    const minted = await verifier.getEvents.LeadAttested({}, { fromBlock });
    expect(minted.map(({ args }) => args.leadId)).to.deep.equal([1n, 2n, 3n, 4n, 5n, 6n]);
  }).timeout(120_000);
});
