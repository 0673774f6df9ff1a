import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import hre, { network } from "hardhat";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import type { NetworkConnection } from "hardhat/types/network";
import { keccak256, parseEther, stringToHex, zeroAddress } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";

import { localAccounts } from "../../../deploy/deployLocalProtocol.ts";
import type { deployProtocol } from "../../../deploy/deployProtocol.ts";
import { localDon, openDon } from "../../../deploy/local/deployWithDon.ts";
import LocalOracles from "../../../deploy/modules/LocalOracles.ts";
import { CONTRACTS, type ContractName, type Deployment } from "../../../deploy/sdk/deployments.ts";
import { withRoles } from "../../fixtures/protocol.ts";
import { serveRpc } from "../../fixtures/rpcServer.ts";

const CHAIN_ID = 8_453;
const SEED = keccak256(stringToHex("a DON of Base, rehearsed"));
const ROOT = hre.config.paths.root;

/** The configuration with which a process of its own deploys to this chain. */
export const CONFIG = fileURLToPath(new URL("hardhat.config.ts", import.meta.url));

/** A chain as a deployer sees it, whose line can be cut. */
function openLine({ provider }: NetworkConnection<"op">) {
  const line = {
    /** Transactions so far. */
    sent: 0,
    /** This transaction is mined, and its sender never gets an answer. */
    lostAt: Infinity,
    onLost: (): void => undefined,
    /** From this transaction on the chain gets none. */
    cutAt: Infinity,
  };
  const request = async (args: Parameters<typeof provider.request>[0]): Promise<unknown> => {
    if (args.method !== "eth_sendRawTransaction") return provider.request(args);
    if (line.sent + 1 >= line.cutAt) throw new Error("The line is cut.");
    const hash: unknown = await provider.request(args);
    if (++line.sent !== line.lostAt) return hash;
    line.onLost();
    return new Promise<never>(() => undefined);
  };
  return { line, provider: { request } };
}

/**
 * A chain with Base's id and what Base has (the real forwarder, ACE's and Chainlink's contracts), a deployer with a key of its own, the
 * parameters that are its own, and folders for what a deployment writes.
 */
export async function openBaseChain() {
  const override = { chainId: CHAIN_ID, allowBlocksWithSameTimestamp: true };
  const chain = await network.create({ network: "default", chainType: "op", override });
  const { leadKey, ...don } = localDon(SEED);
  const oracles = await chain.ignition.deploy(LocalOracles, {
    parameters: { LocalOracles: { ...don, signers: [...don.signers] } },
    config: { blockPollingInterval: 5 },
  });
  const [subscriptionId = 0n] = await oracles.coordinator.read.getActiveSubscriptionIds([0n, 1n]);
  const accounts = await localAccounts(chain);
  const key = generatePrivateKey();
  const deployer = privateKeyToAccount(key).address;
  const [rich] = await chain.viem.getWalletClients();
  await rich?.sendTransaction({ to: deployer, value: parseEther("10") });

  const folder = await mkdtemp(path.join(tmpdir(), "lead-engine-base-"));
  const ignition = path.join(folder, "deploy");
  await mkdir(path.join(folder, "subgraph"));
  await cp(path.join(ROOT, "deploy", "workflows"), path.join(ignition, "workflows"), {
    recursive: true,
    filter: (file) => !/node_modules|dist$/.test(file),
  });
  const forwarder = oracles.forwarder.address;
  const workflow = { workflowOwner: accounts.workflowOwner, forwarder };
  const { governor, upgrader, configurator, guardian, compliance, treasury } = accounts;
  const parameters = {
    Leads: { ...workflow, donKeyX: `${leadKey.x}n`, donKeyY: `${leadKey.y}n` },
    Keeper: workflow,
    Bounties: workflow,
    Market: { treasury, usdc: oracles.usdc.address },
    Oracles: {
      vrfSubscriptionId: `${subscriptionId}n`,
      vrfCoordinator: oracles.coordinator.address,
      btcUsdFeed: oracles.btcFeed.address,
      ethUsdFeed: oracles.ethFeed.address,
      sequencerFeed: oracles.sequencerFeed.address,
      streamsVerifier: zeroAddress,
    },
    Roles: { governor, upgrader, configurator, guardian, compliance },
  };
  const own = path.join(folder, "own.json");
  await writeFile(own, JSON.stringify(parameters));

  const { line, provider } = openLine(chain);
  const server = await serveRpc({ provider });
  const environment = {
    BASE_RPC_URL: server.url,
    BASE_DEPLOYER_KEY: key,
    LEAD_ENGINE_REHEARSAL: ignition,
  };
  Object.assign(process.env, environment);
  const runtime = await createHardhatRuntimeEnvironment(
    { ...hre.userConfig, paths: { ...hre.userConfig.paths, ignition } },
    { network: "base" },
    ROOT,
  );

  /** The protocol at these addresses, with everybody who has to do with it. */
  async function protocolAt(addresses: Deployment) {
    const at = (name: ContractName) =>
      chain.viem.getContractAt(CONTRACTS[name].artifact, addresses[name]);
    const names = Object.keys(CONTRACTS) as ContractName[];
    const contracts = Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await at(name)] as const)),
    );
    const renamed = {
      ...contracts,
      accessManager: contracts["manager"],
      engine: contracts["policyEngine"],
      identities: contracts["identityRegistry"],
      credentials: contracts["credentialRegistry"],
      engineAdmin: contracts["policyEngineAdmin"],
      identitiesAdmin: contracts["identityRegistryAdmin"],
      credentialsAdmin: contracts["credentialRegistryAdmin"],
    };
    const protocol = renamed as unknown as Awaited<ReturnType<typeof deployProtocol>>;
    const ofDon = await openDon(chain, SEED, accounts.workflowOwner);
    const all = { ...oracles, ...protocol, accounts, subscriptionId, don: ofDon };
    return withRoles(chain, all);
  }

  return {
    ...{ chain, oracles, subscriptionId, accounts, deployer, parameters, own, folder, ignition },
    ...{ line, environment, runtime, protocolAt },
    close: async () => {
      for (const name of Object.keys(environment)) Reflect.deleteProperty(process.env, name);
      await server.close();
      await chain.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** The chain as tests have it. */
export type BaseChain = Awaited<ReturnType<typeof openBaseChain>>;
