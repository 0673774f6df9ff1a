import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";
import hre, { network } from "hardhat";

import Ace from "../../deploy/modules/Ace.ts";
import Authority from "../../deploy/modules/Authority.ts";
import Proxies from "../../deploy/modules/Proxies.ts";
import { readDeployment } from "../../subgraph/build/deployment.ts";
import { refusalOf } from "../fixtures/errorOf.ts";

const CHAIN_ID = 31_337;
const DEPLOYMENT = `subgraph-test-${process.pid}`;

describe("a deployment that the subgraph is built for", () => {
  const written = join(hre.config.paths.ignition, "deployments", DEPLOYMENT);
  let deployments: string;
  let folder: string;
  let deployed: Readonly<
    Record<"manager" | "house" | "policyEngine" | "policyEngineAdmin", string>
  >;
  let firstBlock: number;

  before(async () => {
    const server = await network.createServer({ network: "default", chainType: "op" });
    const { address, port } = await server.listen();
    const connection = await network.create({
      network: "localhost",
      chainType: "op",
      override: { url: `http://${address}:${port}` },
    });
    await connection.networkHelpers.mine(5);
    const options = { deploymentId: DEPLOYMENT, config: { blockPollingInterval: 5 } };
    const { house } = await connection.ignition.deploy(Proxies, options);
    const { accessManager } = await connection.ignition.deploy(Authority, options);
    const { engine, engineAdmin } = await connection.ignition.deploy(Ace, options);
    deployed = {
      manager: accessManager.address,
      house: house.address,
      policyEngine: engine.address,
      policyEngineAdmin: engineAdmin.address,
    };
    firstBlock = 6;
    await connection.close();
    await server.close();
    deployments = await mkdtemp(join(tmpdir(), "deployments-"));
    folder = join(deployments, `chain-${CHAIN_ID}`);
    await cp(written, folder, { recursive: true });
  });

  after(async () => {
    await rm(written, { recursive: true, force: true });
    await rm(deployments, { recursive: true, force: true });
  });

  it("is what Ignition has written: proxies, manager, ACE with its proxies' admins, and the first block", async () => {
    const { network: name, addresses, startBlock } = await readDeployment(deployments, CHAIN_ID);
    expect({ name, startBlock, ...addresses }).to.include({
      name: "hardhat",
      startBlock: firstBlock,
      ...deployed,
    });
  });

  it("must be complete", async () => {
    const file = join(folder, "deployed_addresses.json");
    const text = await readFile(file, "utf8");
    const { "Proxies#LeadNFT": _, ...rest } = JSON.parse(text) as Record<string, string>;
    await writeFile(file, JSON.stringify(rest));
    const message = await refusalOf(readDeployment(deployments, CHAIN_ID));
    await writeFile(file, text);
    expect(message).to.match(/has no LeadNFT.*run the same .*protocol deploy/);
  });

  it("must be there", async () => {
    const message = await refusalOf(readDeployment(deployments, 8_453));
    expect(message).to.match(/not deployed on base.*chain-8453.*protocol deploy/);
  });

  it("must be on a chain that Graph Node indexes", async () => {
    const message = await refusalOf(readDeployment(deployments, 1));
    expect(message).to.match(/not run on chain 1.*base-sepolia \(84532\).*--network/);
  });
});
