import { isAddressEqual, type Address, type Client, type Hex } from "viem";
import { getCode } from "viem/actions";

import { implementationOf, isUpgradable, proxyAdminOf } from "../proxies.ts";
import {
  CONTRACT_NAMES,
  CONTRACTS,
  type ContractName,
  type Deployment,
} from "../sdk/deployments.ts";
import { addressOf, compareCode, type BuiltCode } from "./compareCode.ts";

/** How the code at an address compares with the build's. */
export interface CodeFinding {
  /** The contract that it is, or is a part of. */
  readonly contract: ContractName;
  readonly part: "contract" | "proxy" | "implementation" | "library";
  readonly artifact: string;
  /** Null where a proxy has no implementation. */
  readonly address: Address | null;
  /** `unknown`: there is no code. `other metadata`: the same instructions, from sources that differ. */
  readonly state: "same" | "other metadata" | "different" | "unknown";
  /** The first byte that differs; null for none. */
  readonly offset: number | null;
  /** What differs: a source line, an immutable, a library, the metadata; null for nothing. */
  readonly where: string | null;
  /** Values by name, 32 bytes each. */
  readonly immutables: Readonly<Record<string, Hex>>;
  readonly libraries: Readonly<Record<string, Address>>;
}

/** Immutables that hold other contracts of the deployment. */
const PEERS: Readonly<Record<string, ContractName>> = {
  CREDENTIALS: "credentialRegistry",
  DELIVERY_KEYS: "vault",
  ENGINE: "policyEngine",
  GATE: "gate",
  HOUSE: "house",
  IDENTITIES: "identityRegistry",
  ISSUANCE_POLICY: "issuancePolicy",
  MATCHER: "matcher",
  NFT: "nft",
  PRICER: "pricer",
  REGISTRY: "registry",
  TIE_BREAKER: "tieBreaker",
  VAULT: "vault",
  VERIFIER: "verifier",
  VERTICALS: "registry",
};

/** The immutable of a transparent proxy that holds its admin. */
const ADMIN = "_admin";

/**
 * Compares all code of a deployment with a build: proxies, implementations with the libraries that they link, and contracts without a
 * proxy. An immutable that holds another contract of the deployment has to hold that one.
 * @param builtCode reads what was built, by the artifact's name.
 */
export async function verifyBytecode(
  client: Client,
  deployment: Deployment,
  builtCode: (name: string) => Promise<BuiltCode>,
): Promise<CodeFinding[]> {
  const findings: CodeFinding[] = [];
  const check = async (
    place: Pick<CodeFinding, "contract" | "part" | "artifact">,
    address: Address | undefined,
  ): Promise<CodeFinding> => {
    const finding = { ...place, ...(await findingAt(place.contract, place.artifact, address)) };
    findings.push(finding);
    return finding;
  };

  async function findingAt(contract: ContractName, artifact: string, address?: Address) {
    const nothing = { offset: null, where: null, immutables: {}, libraries: {} } as const;
    if (address === undefined) {
      return { ...nothing, address: null, state: "unknown", where: "no EIP-1967 proxy" } as const;
    }
    const code = await getCode(client, { address });
    if (code === undefined) {
      return { ...nothing, address, state: "unknown", where: "no code" } as const;
    }
    const comparison = compareCode(await builtCode(artifact), code, address);
    const stranger = Object.entries(comparison.immutables).find(
      ([name, value]) => !isPeer(contract, name, value),
    );
    if (stranger !== undefined && comparison.state === "same") {
      const where = `${stranger[0]}, which is ${addressOf(stranger[1])}`;
      return { ...nothing, ...comparison, address, state: "different", where } as const;
    }
    return { ...nothing, ...comparison, address };
  }

  /** Whether an immutable holds the contract that its name says, if it says one. */
  function isPeer(contract: ContractName, name: string, value: Hex): boolean {
    const peer = name === ADMIN ? proxyAdminOf(contract) : PEERS[name];
    return peer === undefined || isAddressEqual(addressOf(value), deployment[peer]);
  }

  for (const contract of CONTRACT_NAMES) {
    const { artifact } = CONTRACTS[contract];
    const address = deployment[contract];
    if (!isUpgradable(contract)) {
      await check({ contract, part: "contract", artifact }, address);
      continue;
    }
    const proxy =
      proxyAdminOf(contract) === undefined ? "ERC1967Proxy" : "TransparentUpgradeableProxy";
    await check({ contract, part: "proxy", artifact: proxy }, address);
    const implementation = await implementationOf(client, address);
    const { libraries } = await check(
      { contract, part: "implementation", artifact },
      implementation,
    );
    for (const [library, at] of Object.entries(libraries)) {
      await check({ contract, part: "library", artifact: library }, at);
    }
  }
  return findings;
}
