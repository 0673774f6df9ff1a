import type { ArtifactManager } from "hardhat/types/artifacts";
import {
  encodeDeployData,
  getAddress,
  type Abi,
  type AbiParameter,
  type Address,
  type Hex,
} from "viem";

import type { UpgradableName } from "../proxies.ts";
import { send } from "../sdk/actions/send.ts";
import type { Trader } from "../sdk/client.ts";
import { CONTRACTS, type Deployment } from "../sdk/deployments.ts";
import { LeadEngineError } from "../sdk/errors/leadEngineError.ts";

/** A new implementation, and what it was deployed with. */
interface NewImplementation {
  readonly implementation: Address;
  readonly constructorArgs: unknown[];
  readonly libraries: Record<string, Address>;
}

/** What immutables hold besides the protocol's own contracts, by the names that constructors give them. */
export interface Externals {
  readonly usdc: Address;
  /** Where the DON's reports come from. */
  readonly forwarder: Address | undefined;
  /** Chainlink's number of the chain. */
  readonly chainSelector: bigint;
}

/** Names that constructors give contracts of the deployment, where they are not the deployment's own. */
const SHORT_NAMES = {
  engine: "policyEngine",
  identities: "identityRegistry",
  credentials: "credentialRegistry",
} as const satisfies Readonly<Record<string, keyof Deployment>>;

/**
 * Deploys a new implementation of a contract with the libraries that it links. Its immutables hold the deployment's contracts by the names
 * of the constructor's parameters.
 * @throws {LeadEngineError} a parameter has a name that says nothing.
 */
export async function deployImplementation(
  trader: Trader,
  artifacts: ArtifactManager,
  name: UpgradableName,
  externals: Externals,
): Promise<NewImplementation> {
  const { artifact } = CONTRACTS[name];
  const { abi: typedAbi, bytecode, linkReferences } = await artifacts.readArtifact(artifact);
  const abi: Abi = typedAbi;
  const constructorArgs = constructorArguments(abi, trader.deployment, externals);
  const libraries: Record<string, Address> = {};
  let code: string = bytecode;
  for (const byName of Object.values(linkReferences)) {
    for (const [library, places] of Object.entries(byName)) {
      const built = await artifacts.readArtifact(library);
      const address = await deploy(trader, library, built.bytecode as Hex);
      libraries[library] = address;
      for (const { start, length } of places) {
        const at = 2 + 2 * start;
        code = `${code.slice(0, at)}${address.slice(2).toLowerCase()}${code.slice(at + 2 * length)}`;
      }
    }
  }
  const data = encodeDeployData({
    ...{ abi, bytecode: code as Hex },
    args: constructorArgs,
  });
  return { implementation: await deploy(trader, artifact, data), constructorArgs, libraries };
}

async function deploy(trader: Trader, name: string, data: Hex): Promise<Address> {
  const what = `Deploying ${name}`;
  const then = "the upgrade to it is scheduled";
  const { contractAddress } = await send(trader, { to: undefined, data, what, then });
  if (contractAddress == null) throw new Error(`The transaction deployed no ${name}.`);
  return getAddress(contractAddress);
}

/** What a constructor is to be called with, by the names of its parameters. */
function constructorArguments(abi: Abi, deployment: Deployment, externals: Externals): unknown[] {
  const short = Object.entries(SHORT_NAMES).map(
    ([name, full]) => [name, deployment[full]] as const,
  );
  const known = new Map(
    Object.entries<unknown>({ ...deployment, ...externals, ...Object.fromEntries(short) }),
  );
  const valueOf = (parameter: AbiParameter): unknown => {
    if ("components" in parameter) {
      return Object.fromEntries(parameter.components.map((part) => [part.name, valueOf(part)]));
    }
    const name = (parameter.name ?? "").replace(/_$/, "");
    const value = known.get(name);
    if (value !== undefined) return value;
    throw new LeadEngineError(
      "UNKNOWN_IMMUTABLE",
      `The constructor's parameter ${name} is not known here.`,
      name === "forwarder"
        ? "Say where the DON's reports come from: --forwarder ADDRESS."
        : "Name it after a contract of the deployment.",
    );
  };
  const constructor = abi.find((item) => item.type === "constructor");
  return (constructor?.inputs ?? []).map(valueOf);
}
