import { getAddress, type Address, type Client as ViemClient, type Hex } from "viem";

import { chainTime } from "./actions/chainTime.ts";
import { QUICKNET, type BeaconChain } from "./bid/beaconChain.ts";
import { bindContracts, type Contracts } from "./contracts.ts";
import type { Deployment } from "./deployments.ts";
import { decodeRevert, type Describe } from "./errors/decodeRevert.ts";
import type { LeadEngineError } from "./errors/leadEngineError.ts";
import { openServices, type Services, type ServiceUrls } from "./services.ts";
import { storageInMemory, type Storage } from "./storage.ts";
import { blockHashOf, latestBlockOf } from "./subgraph/indexedChain.ts";
import type { Wallet } from "./wallet.ts";

/** A client that reads a deployment. */
export interface Client {
  /** Reads the chain. */
  readonly publicClient: ViemClient;
  readonly chainId: number;
  readonly contracts: Contracts;
  /** Services beside the chain. */
  readonly services: Services;
  /** Whose rounds open timelocked bids. */
  readonly beacon: BeaconChain;
  /** What a wallet cannot derive again. */
  readonly storage: Storage;
  /** Reports progress during long work. */
  readonly note: (line: string) => void;
  /** What revert data means; see `decodeRevert`. */
  readonly explain: (data: Hex) => LeadEngineError;
  /** Names what only the deployment's parameters name; see `Describe`. */
  readonly describe: Describe;
  /** See `chainTime`. */
  readonly now: () => Promise<number>;
}

/** A client with a wallet that signs. */
export interface Trader extends Client {
  readonly wallet: Wallet;
  readonly address: Address;
}

/** Where a deployment is, and what a client uses there. */
export interface ClientOptions {
  readonly deployment: Deployment;
  /** Base URLs of services, or another way to find them; none by default. */
  readonly services?: ServiceUrls | Services;
  /** Whose rounds open timelocked bids: all parties must use the same. drand's quicknet by default. */
  readonly beacon?: BeaconChain;
  /** The process's memory by default. */
  readonly storage?: Storage;
  /** Names values that only the deployment's parameters name. */
  readonly describe?: Describe;
  /** Silent by default. */
  readonly note?: (line: string) => void;
}

/** A client of a deployment on the chain that a viem client reads. */
export function clientOf(
  publicClient: ViemClient,
  chainId: number,
  {
    deployment,
    services = {},
    beacon = QUICKNET,
    storage = storageInMemory(),
    describe = () => undefined,
    note = () => undefined,
  }: ClientOptions,
): Client {
  const chain = {
    chainId,
    blockHash: (block: number) => blockHashOf(publicClient, block),
    head: () => latestBlockOf(publicClient),
  };
  return {
    publicClient,
    chainId,
    contracts: bindContracts(publicClient, deployment),
    services:
      "index" in services ? services : openServices({ urlOf: (name) => services[name], chain }),
    beacon,
    storage,
    note,
    explain: (data) => decodeRevert(data, describe),
    describe,
    now: () => chainTime(publicClient, chainId),
  };
}

/** The same client, with a wallet that signs. */
export function traderOf(client: Client, wallet: Wallet): Trader {
  return { ...client, wallet, address: getAddress(wallet.account.address) };
}
