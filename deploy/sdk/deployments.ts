import type { Address } from "viem";

/** A contract of a deployment. */
interface DeployedContract {
  /** Name of the artifact that has its interface. */
  readonly artifact: string;
  /** Id of its address in Ignition's journal. */
  readonly ignitionId: string;
}

/** The contracts of a deployment by the names that clients, stacks and the subgraph give them: the one list of them. */
export const CONTRACTS = {
  manager: { artifact: "AccessManager", ignitionId: "Authority#AccessManager" },
  registry: { artifact: "VerticalRegistry", ignitionId: "Proxies#VerticalRegistry" },
  nft: { artifact: "LeadNFT", ignitionId: "Proxies#LeadNFT" },
  verifier: { artifact: "CREVerifier", ignitionId: "Proxies#CREVerifier" },
  vault: { artifact: "PersonalEscrowVault", ignitionId: "Proxies#PersonalEscrowVault" },
  house: { artifact: "AuctionHouse", ignitionId: "Proxies#AuctionHouse" },
  pricer: { artifact: "ReservePricer", ignitionId: "Proxies#ReservePricer" },
  tieBreaker: { artifact: "VRFTieBreaker", ignitionId: "Proxies#VRFTieBreaker" },
  keeper: { artifact: "AuctionKeeper", ignitionId: "Proxies#AuctionKeeper" },
  matcher: { artifact: "BountyMatcher", ignitionId: "Proxies#BountyMatcher" },
  gate: { artifact: "ComplianceGate", ignitionId: "Proxies#ComplianceGate" },
  issuancePolicy: { artifact: "IssuancePolicy", ignitionId: "Proxies#IssuancePolicy" },
  policyEngine: { artifact: "PolicyEngine", ignitionId: "Ace#PolicyEngine" },
  identityRegistry: { artifact: "IdentityRegistry", ignitionId: "Ace#IdentityRegistry" },
  credentialRegistry: { artifact: "CredentialRegistry", ignitionId: "Ace#CredentialRegistry" },
  policyEngineAdmin: { artifact: "ProxyAdmin", ignitionId: "Ace#PolicyEngineProxyAdmin" },
  identityRegistryAdmin: { artifact: "ProxyAdmin", ignitionId: "Ace#IdentityRegistryProxyAdmin" },
  credentialRegistryAdmin: {
    artifact: "ProxyAdmin",
    ignitionId: "Ace#CredentialRegistryProxyAdmin",
  },
} as const satisfies Readonly<Record<string, DeployedContract>>;

/** Name of a contract of a deployment. */
export type ContractName = keyof typeof CONTRACTS;

/** Names of all contracts of a deployment. */
export const CONTRACT_NAMES = Object.keys(CONTRACTS) as [ContractName, ...ContractName[]];

/** Addresses of a deployment's contracts. */
export type Deployment = Readonly<Record<ContractName, Address>>;
