import { getAddress, slice, zeroAddress, type Address, type Client } from "viem";
import { getStorageAt } from "viem/actions";

import { CONTRACT_NAMES, type ContractName } from "./sdk/deployments.ts";

/** Contracts of ACE behind transparent proxies, and the contracts that upgrade those. */
const PROXY_ADMINS = {
  policyEngine: "policyEngineAdmin",
  identityRegistry: "identityRegistryAdmin",
  credentialRegistry: "credentialRegistryAdmin",
} as const satisfies Partial<Record<ContractName, ContractName>>;

/** Contracts that nobody can upgrade. */
const FIXED: readonly ContractName[] = ["manager", ...Object.values(PROXY_ADMINS)];

/** A contract behind a proxy. */
export type UpgradableName = Exclude<
  ContractName,
  "manager" | (typeof PROXY_ADMINS)[keyof typeof PROXY_ADMINS]
>;

/** All contracts behind proxies. */
export const UPGRADABLE_NAMES = CONTRACT_NAMES.filter((name): name is UpgradableName =>
  isUpgradable(name),
);

/** Whether a contract is behind a proxy. */
export function isUpgradable(name: ContractName): name is UpgradableName {
  return !FIXED.includes(name);
}

/** The contract that upgrades a transparent proxy; undefined for one that its own implementation upgrades (UUPS). */
export function proxyAdminOf(name: ContractName): ContractName | undefined {
  return (PROXY_ADMINS as Partial<Record<ContractName, ContractName>>)[name];
}

/** `keccak256("eip1967.proxy.implementation") - 1`. */
const IMPLEMENTATION_SLOT = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";

/** The implementation that an EIP-1967 proxy has now; undefined where an address is none. */
export async function implementationOf(
  client: Client,
  proxy: Address,
): Promise<Address | undefined> {
  const word = await getStorageAt(client, { address: proxy, slot: IMPLEMENTATION_SLOT });
  const found = word === undefined ? zeroAddress : getAddress(slice(word, -20));
  return found === zeroAddress ? undefined : found;
}
