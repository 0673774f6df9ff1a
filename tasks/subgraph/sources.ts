import { artifacts } from "hardhat";
import type { Abi, AbiEvent, Address } from "viem";

import type { ProtocolContractName } from "../../deploy/roles.ts";

/** Every contract that the subgraph indexes, one data source each, with the name that deployments give it. */
export const SOURCES = {
  AccessManager: "manager",
  VerticalRegistry: "registry",
  LeadNFT: "nft",
  CREVerifier: "verifier",
  PersonalEscrowVault: "vault",
  AuctionHouse: "house",
  ReservePricer: "pricer",
  VRFTieBreaker: "tieBreaker",
} as const satisfies Record<
  Exclude<ProtocolContractName, "ComplianceGate"> | "AccessManager",
  string
>;

/** A contract that the subgraph indexes. */
export type SourceName = keyof typeof SOURCES;

/** Every indexed contract, in the manifest's order. */
export const SOURCE_NAMES = Object.keys(SOURCES) as [SourceName, ...SourceName[]];

/** Addresses of the indexed contracts. */
export type SourceAddresses = Readonly<Record<(typeof SOURCES)[SourceName], Address>>;

/** Under which id Ignition keeps a contract's address. */
export function ignitionIdOf(name: SourceName): string {
  return name === "AccessManager" ? "Authority#AccessManager" : `Proxies#${name}`;
}

/** ABIs of the indexed contracts. */
export type SourceAbis = Readonly<Record<SourceName, Abi>>;

/** The ABIs of the indexed contracts, from the compiled artifacts: not before the build. */
export async function loadAbis(): Promise<SourceAbis> {
  const abis: Partial<Record<SourceName, Abi>> = {};
  for (const name of SOURCE_NAMES) abis[name] = (await artifacts.readArtifact(name)).abi;
  return abis as SourceAbis;
}

/** The events of an ABI. */
export function eventsOf(abi: Abi): readonly AbiEvent[] {
  return abi.filter((item) => item.type === "event");
}
