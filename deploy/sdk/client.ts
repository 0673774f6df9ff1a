import { getAddress, type Address, type Client as ViemClient, type Hex } from "viem";

import { chainTime } from "./actions/chainTime.ts";
import { QUICKNET, type BeaconChain } from "./bid/beaconChain.ts";
import { bindContracts, type Contracts } from "./contracts.ts";
import type { Deployment } from "./deployments.ts";
import { decodeRevert, type Describe } from "./errors/decodeRevert.ts";
import type { LeadEngineError } from "./errors/leadEngineError.ts";
import type { Vertical } from "./lead/vertical.ts";
import { openServices, type Services, type ServiceUrls } from "./services.ts";
import { storageInMemory, type Storage } from "./storage.ts";
import { blockHashOf, latestBlockOf } from "./subgraph/indexedChain.ts";
import type { Wallet } from "./wallet.ts";

/** Verticals by slug. A lead is in a leaf. */
export type Verticals = ReadonlyMap<string, Vertical>;

/** Something that is about to leave this machine: a transaction that was tried, or what goes to a service. */
export interface Step {
  /** What it does, for people: `Committing the bid`. */
  readonly what: string;
  /** What it moves or locks, by name: USDC units. */
  readonly amounts: Readonly<Record<string, bigint>>;
  /** The transaction, without `to` if it deploys code; undefined for what costs no gas. */
  readonly transaction:
    { readonly to: Address | undefined; readonly data: Hex; readonly gas: bigint } | undefined;
  /** What comes after it and cannot be tried before it is done; undefined if nothing does. */
  readonly then: string | undefined;
}

/** A client that reads a deployment. */
export interface Client {
  /** Reads the chain. */
  readonly publicClient: ViemClient;
  readonly chainId: number;
  readonly deployment: Deployment;
  /** Block of the deployment's first transaction: none of its events is earlier. */
  readonly firstBlock: bigint;
  readonly contracts: Contracts;
  /** Services beside the chain. */
  readonly services: Services;
  /** Whose rounds open timelocked bids. */
  readonly beacon: BeaconChain;
  /** What a wallet cannot derive again. */
  readonly storage: Storage;
  /** Reports progress during long work. */
  readonly note: (line: string) => void;
  /** Asked before each step; it throws to keep it from being sent. Nobody is asked if undefined. */
  readonly agree: ((step: Step) => Promise<void>) | undefined;
  /** What revert data means; see `decodeRevert`. */
  readonly explain: (data: Hex) => LeadEngineError;
  /** Names what only the deployment's parameters name; see `Describe`. */
  readonly describe: Describe;
  /** See `ClientOptions`. */
  readonly verticals: Verticals;
  readonly roots: Verticals;
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
  /** Block of the deployment's first transaction; events are looked for from it on. The chain's first by default. */
  readonly firstBlock?: bigint;
  /** Base URLs of services, or another way to find them; none by default. */
  readonly services?: ServiceUrls | Services;
  /** Whose rounds open timelocked bids: all parties must use the same. drand's quicknet by default. */
  readonly beacon?: BeaconChain;
  /** The process's memory by default. */
  readonly storage?: Storage;
  /** Names values that only the deployment's parameters name. */
  readonly describe?: Describe;
  /** The leaf verticals that the deployment was configured with: what their leads hold is only known from there. None by default. */
  readonly verticals?: Verticals;
  /** The roots above them, by slug: what they ask is only known from there too. None by default. */
  readonly roots?: Verticals;
  /** Silent by default. */
  readonly note?: (line: string) => void;
  /** Asked before anything is sent; it throws to prevent it. Nobody is asked by default. */
  readonly agree?: Client["agree"];
}

/** A client of a deployment on the chain that a viem client reads. */
export function clientOf(
  publicClient: ViemClient,
  chainId: number,
  {
    deployment,
    firstBlock = 0n,
    services = {},
    beacon = QUICKNET,
    storage = storageInMemory(),
    describe = () => undefined,
    verticals = new Map(),
    roots = new Map(),
    note = () => undefined,
    agree,
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
    deployment,
    firstBlock,
    contracts: bindContracts(publicClient, deployment),
    services:
      "index" in services ? services : openServices({ urlOf: (name) => services[name], chain }),
    beacon,
    storage,
    note,
    agree,
    explain: (data) => decodeRevert(data, describe),
    describe,
    verticals,
    roots,
    now: () => chainTime(publicClient, chainId),
  };
}

/** The same client, with a wallet that signs. */
export function traderOf(client: Client, wallet: Wallet): Trader {
  return { ...client, wallet, address: getAddress(wallet.account.address) };
}
