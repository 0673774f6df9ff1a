import { artifacts } from "hardhat";
import type { Abi, AbiEvent } from "viem";

import type { AceContractName, ProtocolContractName } from "../../deploy/roles.ts";
import { CONTRACTS, type Deployment } from "../../deploy/sdk/deployments.ts";

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
  AuctionKeeper: "keeper",
  BountyMatcher: "matcher",
  ComplianceGate: "gate",
  IssuancePolicy: "issuancePolicy",
  PolicyEngine: "policyEngine",
  IdentityRegistry: "identityRegistry",
  CredentialRegistry: "credentialRegistry",
  PolicyEngineAdmin: "policyEngineAdmin",
  IdentityRegistryAdmin: "identityRegistryAdmin",
  CredentialRegistryAdmin: "credentialRegistryAdmin",
} as const satisfies Record<
  ProtocolContractName | "AccessManager" | AceContractName | `${AceContractName}Admin`,
  string
>;

/** A contract that the subgraph indexes. */
export type SourceName = keyof typeof SOURCES;

/** Every indexed contract, in the manifest's order. */
export const SOURCE_NAMES = Object.keys(SOURCES) as [SourceName, ...SourceName[]];

/** Addresses of the indexed contracts. */
export type SourceAddresses = Pick<Deployment, (typeof SOURCES)[SourceName]>;

/** Ignition's id of a contract's address. */
export function ignitionIdOf(name: SourceName): string {
  return CONTRACTS[SOURCES[name]].ignitionId;
}

/** What upgrades OpenZeppelin's transparent proxies. */
const PROXY_ADMIN = "ProxyAdmin";

/** Artifacts whose events a data source has besides its own, or instead of them. */
const ARTIFACTS: Partial<Record<SourceName, readonly string[]>> = {
  PolicyEngine: ["PolicyEngine", "TransparentUpgradeableProxy"],
  IdentityRegistry: ["IdentityRegistry", "TransparentUpgradeableProxy"],
  CredentialRegistry: ["CredentialRegistry", "TransparentUpgradeableProxy"],
  PolicyEngineAdmin: [PROXY_ADMIN],
  IdentityRegistryAdmin: [PROXY_ADMIN],
  CredentialRegistryAdmin: [PROXY_ADMIN],
};

/**
 * Events that are not indexed. For some, others say the same and more: for `PolicyRunComplete`, the gate's `PassGranted` and the
 * registries' `IdentityRegistered`, `CredentialRegistered` and so on; for `Transfer`, `LeadMinted` and `LeadDelivered`; for
 * `ActionsPerformed`, the house's events of each action; for `PurchaseRecorded`, `AuctionSettled` and `LeadAttested`. The rest nobody asks for, and anybody can emit any number of them.
 */
export const REDUNDANT_EVENTS: readonly string[] = [
  "PolicyRunComplete",
  "Transfer",
  "Approval",
  "ApprovalForAll",
  "SubmissionCancelled",
  "LeadSubmitted",
  "SignedBidsCancelled",
  "TieBreakWordIgnored",
  "ActionsPerformed",
  "PurchaseRecorded",
  "TargetAttached",
  "TargetDetached",
];

/** ABIs of the indexed contracts. */
export type SourceAbis = Readonly<Record<SourceName, Abi>>;

/** The ABIs of the indexed contracts, from the compiled artifacts: not before the build. Without the events that are not indexed. */
export async function loadAbis(): Promise<SourceAbis> {
  const abis: Partial<Record<SourceName, Abi>> = {};
  for (const name of SOURCE_NAMES) {
    const read = (ARTIFACTS[name] ?? [name]).map((artifact) => artifacts.readArtifact(artifact));
    const parts = (await Promise.all(read)).map(({ abi }) => abi as Abi);
    const [own = [], ...proxy] = parts;
    abis[name] = [...own, ...proxy.flatMap(eventsOf)].filter(
      (item) => item.type !== "event" || !REDUNDANT_EVENTS.includes(item.name),
    );
  }
  return abis as SourceAbis;
}

/** The events of an ABI. */
export function eventsOf(abi: Abi): readonly AbiEvent[] {
  return abi.filter((item) => item.type === "event");
}
