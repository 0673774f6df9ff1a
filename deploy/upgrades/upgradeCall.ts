import {
  decodeFunctionData,
  encodeFunctionData,
  isAddressEqual,
  type Address,
  type Hex,
} from "viem";

import { proxyAdminOf, UPGRADABLE_NAMES, type UpgradableName } from "../proxies.ts";
import type { Deployment } from "../sdk/deployments.ts";
import { auctionHouseAbi, proxyAdminAbi } from "../sdk/generated/abis.ts";

/** A call that makes a proxy use another implementation. */
interface UpgradeCall {
  /** The proxy itself, or the contract that upgrades it. */
  readonly target: Address;
  readonly data: Hex;
}

/** The call that upgrades a contract, and calls nothing on it. */
export function upgradeCall(
  deployment: Deployment,
  name: UpgradableName,
  implementation: Address,
): UpgradeCall {
  const admin = proxyAdminOf(name);
  if (admin === undefined) {
    // All implementations of ours have it.
    const [abi, functionName] = [auctionHouseAbi, "upgradeToAndCall"] as const;
    const data = encodeFunctionData({ abi, functionName, args: [implementation, "0x"] });
    return { target: deployment[name], data };
  }
  const [abi, functionName] = [proxyAdminAbi, "upgradeAndCall"] as const;
  const args = [deployment[name], implementation, "0x"] as const;
  return { target: deployment[admin], data: encodeFunctionData({ abi, functionName, args }) };
}

/** The contract that a call upgrades, and to what; undefined for any other call. */
export function upgradeOf(
  deployment: Deployment,
  { target, data }: UpgradeCall,
): { readonly contract: UpgradableName; readonly implementation: Address } | undefined {
  const contract = UPGRADABLE_NAMES.find((name) =>
    isAddressEqual(deployment[proxyAdminOf(name) ?? name], target),
  );
  if (contract === undefined) return undefined;
  const abi = [...auctionHouseAbi, ...proxyAdminAbi] as const;
  try {
    const { functionName, args } = decodeFunctionData({ abi, data });
    if (functionName === "upgradeToAndCall") return { contract, implementation: args[0] };
    if (functionName === "upgradeAndCall") return { contract, implementation: args[1] };
  } catch {
    // Another function.
  }
  return undefined;
}
