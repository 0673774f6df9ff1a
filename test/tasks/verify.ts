import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import hre, { network } from "hardhat";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import { isResult } from "hardhat/utils/result";
import { encodeAbiParameters, getAddress, zeroAddress, type Abi, type Address } from "viem";

import { ignitionOptions } from "../../deploy/deployProtocol.ts";
import Market from "../../deploy/modules/Market.ts";
import { recordUpgrade } from "../../deploy/upgrades/upgradeRecord.ts";
import { startExplorer } from "../fixtures/explorer.ts";
import { serveRpc } from "../fixtures/rpcServer.ts";

const CHAIN_ID = 84_532;
const NAME = `chain-${CHAIN_ID}`;
/** Stands for Circle's contract, and for the treasury. */
const OTHER = "0x036CbD53842c5426634e7929541eC2318f3dCF7e";

/** A runtime environment whose Base Sepolia is a chain of this process and whose explorers are `explorer`. */
async function runtimeOn(ignition: string, rpc: string, explorer: string) {
  const baseSepolia = { type: "http", chainType: "op", chainId: CHAIN_ID, url: rpc } as const;
  const blockExplorers = {
    etherscan: { url: explorer, apiUrl: `${explorer}/etherscan` },
    blockscout: { url: explorer, apiUrl: `${explorer}/blockscout` },
  };
  return createHardhatRuntimeEnvironment(
    {
      ...hre.userConfig,
      paths: { ...hre.userConfig.paths, ignition },
      networks: { ...hre.userConfig.networks, baseSepolia },
      chainDescriptors: { [CHAIN_ID]: { name: "Base Sepolia", chainType: "op", blockExplorers } },
      verify: { etherscan: { apiKey: "secret" }, sourcify: { apiUrl: `${explorer}/sourcify` } },
    },
    { network: "baseSepolia" },
    hre.config.paths.root,
  );
}

describe("hardhat protocol verify", () => {
  let explorer: Awaited<ReturnType<typeof startExplorer>>;
  let runtime: Awaited<ReturnType<typeof runtimeOn>>;
  let deployed: Record<"house" | "vault" | "pricer", Address>;
  const ends: (() => Promise<unknown>)[] = [];

  before(async () => {
    const chain = await network.create({
      ...{ network: "default", chainType: "op", override: { chainId: CHAIN_ID } },
    });
    const rpc = await serveRpc(chain);
    const folder = await mkdtemp(path.join(tmpdir(), "lead-engine-verify-"));
    explorer = await startExplorer();
    runtime = await runtimeOn(folder, rpc.url, explorer.url);
    const connection = await runtime.network.create();
    ends.push(
      ...[
        rpc.close,
        explorer.close,
        () => connection.close(),
        () => rm(folder, { recursive: true }),
      ],
    );
    const { house, vault } = await connection.ignition.deploy(Market, {
      parameters: { Market: { usdc: OTHER, treasury: OTHER, feeBps: 500, convenienceFee: 0 } },
      ...(await ignitionOptions(connection)),
      deploymentId: NAME,
    });
    const pricer = await connection.viem.deployContract("ReservePricer");
    await recordUpgrade(path.join(folder, "deployments", NAME), {
      ...{ contract: "pricer", implementation: pricer.address },
      ...{ constructorArgs: [], libraries: {} },
    });
    deployed = { house: house.address, vault: vault.address, pricer: pricer.address };
  });
  after(async () => {
    for (const end of ends) await end();
  });

  afterEach(() => {
    explorer.refuse(undefined);
  });

  async function verify(args: object) {
    explorer.submissions.length = 0;
    const result: unknown = await runtime.tasks
      .getTask(["protocol", "verify"])
      .run({ profile: "default", ...args });
    if (!isResult(result)) throw new Error("The task gave no result.");
    return result.success;
  }

  it("should send an implementation's source with its libraries and constructor arguments everywhere", async () => {
    expect(await verify({ artifact: "AuctionHouse" })).to.equal(true);
    const { submissions } = explorer;
    expect(submissions.map(({ provider, key }) => [provider, key])).to.deep.equal([
      ["etherscan", "secret"],
      ["blockscout", null],
      ["sourcify", null],
    ]);
    for (const { contract, address, input } of submissions) {
      expect(contract).to.equal("project/contracts/AuctionHouse.sol:AuctionHouse");
      expect(getAddress(address)).to.not.equal(deployed.house);
      expect(Object.keys(input.sources)).to.include("project/contracts/AuctionHouse.sol");
      const linked = Object.values(input.settings.libraries).map((one: object) => Object.keys(one));
      expect(linked.flat()).to.have.members([
        ...["AuctionListingLogic", "AuctionEndsLogic", "AuctionTiesLogic", "AuctionOffersLogic"],
      ]);
    }
    expect(submissions[0]?.constructorArgs).to.include(deployed.vault.slice(2).toLowerCase());
  });

  it("should send the constructor arguments of a contract without libraries", async () => {
    expect(await verify({ artifact: "AccessManager", provider: "etherscan" })).to.equal(true);
    const { abi } = await hre.artifacts.readArtifact("AccessManager");
    const constructor = abi.find((item) => item.type === "constructor") as unknown as Extract<
      Abi[number],
      { type: "constructor" }
    >;
    const [sent] = explorer.submissions;
    const length = encodeAbiParameters(constructor.inputs, [zeroAddress]).length - 2;
    expect(sent?.constructorArgs).to.have.lengthOf(length);
    expect(sent?.contract).to.match(/AccessManager\.sol:AccessManager$/);
  });

  it("should send the source of what was upgraded", async () => {
    expect(await verify({ artifact: "ReservePricer", provider: "etherscan" })).to.equal(true);
    const [sent] = explorer.submissions;
    expect(getAddress(sent?.address ?? "")).to.equal(getAddress(deployed.pricer));
  });

  it("should fail where an explorer refuses a source", async () => {
    explorer.refuse("Invalid API Key");
    expect(await verify({ artifact: "AccessManager", provider: "etherscan" })).to.equal(false);
  });
});
