import type { NetworkConnection } from "hardhat/types/network";
import {
  decodeEventLog,
  parseAbi,
  type Abi,
  type Address,
  type ContractEventArgsFromTopics,
  type ContractEventName,
  type Hex,
} from "viem";

import type { LocalProtocol } from "../../../deploy/deployLocalProtocol.ts";

/** The contracts that the subgraph indexes, with the names under which they are known. */
export const CONTRACT_NAMES = {
  accessManager: "AccessManager",
  registry: "VerticalRegistry",
  nft: "LeadNFT",
  verifier: "CREVerifier",
  vault: "PersonalEscrowVault",
  house: "AuctionHouse",
  pricer: "ReservePricer",
  tieBreaker: "VRFTieBreaker",
  keeper: "AuctionKeeper",
  matcher: "BountyMatcher",
  gate: "ComplianceGate",
  issuancePolicy: "IssuancePolicy",
  engine: "PolicyEngine",
  identities: "IdentityRegistry",
  credentials: "CredentialRegistry",
  engineAdmin: "PolicyEngineAdmin",
  identitiesAdmin: "IdentityRegistryAdmin",
  credentialsAdmin: "CredentialRegistryAdmin",
} as const satisfies Partial<Record<keyof LocalProtocol, string>>;

/** A contract that the subgraph indexes, as `LocalProtocol` names it. */
export type ContractKey = keyof typeof CONTRACT_NAMES;

/** The indexed contracts. */
export type Contracts = Pick<LocalProtocol, ContractKey>;

/** Events of a transparent proxy, which the contract behind it does not know of. */
const PROXY_EVENTS = parseAbi([
  "event Upgraded(address indexed implementation)",
  "event AdminChanged(address previousAdmin, address newAdmin)",
]);
/** The engine's account of every run: what came of it the contracts that asked tell. */
const RUN = "PolicyRunComplete";

/** What a client reads blocks and logs by. */
export type PublicClient = Awaited<ReturnType<NetworkConnection<"op">["viem"]["getPublicClient"]>>;

/** Events of a contract. */
type EventOf<Key extends ContractKey> = ContractEventName<Contracts[Key]["abi"]>;

/** Where a log stands in the chain. */
export interface LogPlace {
  readonly block: bigint;
  /** Within the block. */
  readonly index: number;
  readonly txHash: Hex;
  /** Of the block, Unix seconds. */
  readonly timestamp: bigint;
}

/** A decoded log of an indexed contract. */
export interface AnyLog extends LogPlace {
  readonly contract: ContractKey;
  readonly address: Address;
  readonly event: string;
  readonly args: unknown;
}

/** A log of a known event. */
export interface ChainLog<Key extends ContractKey, Event extends EventOf<Key>> extends AnyLog {
  readonly contract: Key;
  readonly event: Event;
  readonly args: ContractEventArgsFromTopics<Contracts[Key]["abi"], Event>;
}

/** Whether a log is of this event. */
export function isEvent<Key extends ContractKey, Event extends EventOf<Key>>(
  log: AnyLog,
  contract: Key,
  event: Event,
): log is ChainLog<Key, Event> {
  return log.contract === contract && log.event === event;
}

/** All that the indexed contracts have told, in the chain's order, read without the subgraph; not what the engine repeats. */
export class History {
  readonly logs: readonly AnyLog[];

  constructor(logs: readonly AnyLog[]) {
    this.logs = logs;
  }

  /** The logs of one event. */
  of<Key extends ContractKey, Event extends EventOf<Key>>(
    contract: Key,
    event: Event,
  ): readonly ChainLog<Key, Event>[] {
    return this.logs.filter((log) => isEvent(log, contract, event));
  }
}

/** Reads every log of the contracts up to a block. */
export async function readHistory(
  client: PublicClient,
  contracts: Contracts,
  toBlock: bigint,
): Promise<History> {
  const keys = Object.keys(CONTRACT_NAMES) as ContractKey[];
  const byAddress = new Map(keys.map((key) => [contracts[key].address.toLowerCase(), key]));
  const address = keys.map((key) => contracts[key].address);
  const raw = await client.getLogs({ address, fromBlock: 0n, toBlock });
  const timestamps = await timestampsOf(client, new Set(raw.map(({ blockNumber }) => blockNumber)));
  const logs = raw.map((log): AnyLog => {
    const contract = byAddress.get(log.address.toLowerCase());
    if (contract === undefined) throw new Error(`A log of the unknown contract ${log.address}.`);
    const abi: Abi = [...contracts[contract].abi, ...PROXY_EVENTS];
    const { data, topics } = log;
    const { eventName, args }: DecodedLog = decodeEventLog({ abi, data, topics });
    return {
      contract,
      address: log.address,
      event: eventName,
      args: args ?? {},
      block: log.blockNumber,
      index: log.logIndex,
      txHash: log.transactionHash,
      timestamp: timestamps.get(log.blockNumber) ?? 0n,
    };
  });
  return new History(logs.filter(({ event }) => event !== RUN));
}

interface DecodedLog {
  readonly eventName: string;
  readonly args?: unknown;
}

async function timestampsOf(client: PublicClient, blocks: ReadonlySet<bigint>) {
  const read = [...blocks].map(async (blockNumber) => {
    const { timestamp } = await client.getBlock({ blockNumber });
    return [blockNumber, timestamp] as const;
  });
  return new Map(await Promise.all(read));
}
