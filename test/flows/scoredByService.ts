import { join } from "node:path";

import { expect } from "chai";
import { network } from "hardhat";
import { hexToBigInt, parseEventLogs, zeroHash } from "viem";

import { buildBundle } from "../../deploy/local/don/host/bundle.ts";
import { evmCapabilities } from "../../deploy/local/don/host/capabilities.ts";
import { confidentialHttpCapability } from "../../deploy/local/don/host/confidentialHttp.ts";
import { LocalDon } from "../../deploy/local/don/host/localDon.ts";
import { mappedHttp } from "../../deploy/local/don/host/mappedHttp.ts";
import { forwarderWriter } from "../../deploy/local/don/host/reportWriter.ts";
import { compileWorkflow, workerNode } from "../../deploy/local/don/host/workerNode.ts";
import { FAULTY_NODES } from "../../deploy/local/don/report.ts";
import { openMarket } from "../fixtures/market.ts";
import { packageOf } from "../fixtures/packages.ts";
import { inputOf, textOf } from "../fixtures/probeDon.ts";
import { API_KEY, scoringService } from "../fixtures/scoringService.ts";

const HOST = "scoring.example";

describe("a lead that the scoring service scores", () => {
  it("should go from its package through the service and the forwarder to its mint", async () => {
    const connection = await network.create({ network: "default", chainType: "op" });
    const market = await openMarket(connection);
    const { publicClient, chainId, don: signing } = market;
    const chainSelector = await market.verifier.read.chainSelector();
    const reference = { chainId, verifier: market.verifier.address };
    const leadKey = signing.secrets.get("LEAD_KEY_1") ?? "0x";
    const time = Number((await publicClient.getBlock()).timestamp);
    const service = await scoringService({
      ...reference,
      nft: market.nft.address,
      leadKeys: new Map([[1, hexToBigInt(leadKey)]]),
      now: () => time,
    });

    const main = join(import.meta.dirname, "../../deploy/workflows/confidential-http/main.ts");
    const node = workerNode(await compileWorkflow(await buildBundle(main)));
    const secrets = (id: string) => (id === "scoring_api_key" ? API_KEY : undefined);
    const don = new LocalDon({
      workflow: signing.workflow,
      config: {
        ...reference,
        chainSelector: String(chainSelector),
        authorizedKeys: [],
        serviceUrl: `https://${HOST}/v1/score`,
      },
      nodes: [node, node, node, node],
      enclave: node,
      signers: signing.signers,
      faulty: FAULTY_NODES,
      configDigest: zeroHash,
      capabilities: {
        ...confidentialHttpCapability(
          mappedHttp(new Map([[HOST, Number(new URL(service.url).port)]])),
          secrets,
        ),
        ...evmCapabilities(chainSelector, {
          blockTime: async () => (await publicClient.getBlock()).timestamp,
          callContract: async (call) => (await publicClient.call(call)).data ?? "0x",
          writeReport: forwarderWriter({
            transmitter: signing.transmitter,
            publicClient,
            forwarder: market.forwarder.address,
          }),
        }),
      },
      secrets,
      now: Date.now,
      log: () => undefined,
    });

    const fromBlock = await publicClient.getBlockNumber();
    const packages: string[] = [];
    for (let lead = 0; lead < 3; lead++) {
      const disclosure = await market.disclose(await market.makeLead());
      packages.push(packageOf(disclosure, leadKey, reference, 1));
    }
    const said = textOf(await don.trigger(0, inputOf(`{"packages":[${packages.join()}]}`)));
    await service.close();
    expect(said).to.include('"reports":["SUCCESS"]');

    const logs = await publicClient.getLogs({ address: market.verifier.address, fromBlock });
    const minted = parseEventLogs({ abi: market.verifier.abi, logs, eventName: "LeadAttested" });
    expect(minted.map(({ args }) => args.leadId)).to.deep.equal([1n, 2n, 3n]);
  }).timeout(120_000);
});
