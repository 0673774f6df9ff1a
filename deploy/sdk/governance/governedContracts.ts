import {
  decodeFunctionData,
  isAddressEqual,
  toFunctionSelector,
  type Abi,
  type AbiFunction,
  type Address,
  type Hex,
} from "viem";

import type { Contracts } from "../contracts.ts";

/** Names of the contracts whose functions roles may call. */
export const GOVERNED = [
  "manager",
  "registry",
  "nft",
  "verifier",
  "vault",
  "house",
  "pricer",
  "tieBreaker",
  "keeper",
  "matcher",
  "gate",
  "identities",
  "credentials",
  "issuancePolicy",
  "policyEngine",
  "policyEngineAdmin",
  "identitiesAdmin",
  "credentialsAdmin",
] as const satisfies readonly (keyof Contracts)[];

/** A contract whose functions roles may call. */
export type GovernedName = (typeof GOVERNED)[number];

/** A contract by its name. */
export function governedContract(
  contracts: Contracts,
  name: GovernedName,
): { readonly address: Address; readonly abi: Abi } {
  return contracts[name];
}

/** The functions of an interface that change the chain. */
export function changingFunctions(abi: Abi): AbiFunction[] {
  return abi.filter(
    (item): item is AbiFunction =>
      item.type === "function" && !["view", "pure"].includes(item.stateMutability),
  );
}

/** A call in words: `registry.setRegionRestriction(0x…, 0x…, true)`; as it is where no contract of the deployment knows it. */
export function callText(contracts: Contracts, target: Address, data: Hex): string {
  const name = nameAt(contracts, target);
  if (name === undefined) return `${target}: ${data}`;
  try {
    const { abi } = governedContract(contracts, name);
    const { functionName, args = [] } = decodeFunctionData({ abi, data });
    return `${name}.${functionName}(${args.map(argumentText).join(", ")})`;
  } catch {
    return `${name}: ${data}`;
  }
}

/** A function in words: `registry.setRegionRestriction`. */
export function functionText(contracts: Contracts, target: Address, selector: Hex): string {
  const name = nameAt(contracts, target);
  const known =
    name &&
    changingFunctions(governedContract(contracts, name).abi).find(
      (item) => toFunctionSelector(item) === selector,
    );
  return known === undefined ? `${name ?? target}.${selector}` : `${name ?? ""}.${known.name}`;
}

function nameAt(contracts: Contracts, target: Address): GovernedName | undefined {
  return GOVERNED.find((name) => isAddressEqual(contracts[name].address, target));
}

function argumentText(value: unknown): string {
  if (typeof value === "string") return value;
  return JSON.stringify(value, (_key, one: unknown) =>
    typeof one === "bigint" ? exact(one) : one,
  );
}

/** A number where that is exact, else a text. */
function exact(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
