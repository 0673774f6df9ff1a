import type {
  ArgumentType,
  ContractFuture,
  IgnitionModuleBuilder,
  NamedArtifactContractAtFuture,
  NamedArtifactContractDeploymentFuture,
} from "@nomicfoundation/ignition-core";

/** A contract behind its proxy. */
interface Activation<NameT extends string> {
  readonly name: NameT;
  readonly proxy: NamedArtifactContractDeploymentFuture<"ERC1967Proxy">;
  /** Constructor arguments of the implementation. */
  readonly immutables?: ArgumentType[];
  /** Arguments of `initialize`. */
  readonly initialize: ArgumentType[];
  /** External libraries that the implementation calls. */
  readonly libraries?: Record<string, ContractFuture<string>>;
}

/**
 * Deploys an implementation with its immutables, upgrades its proxy from the genesis implementation and initialises it in the same call.
 * @returns the proxy under the contract's interface, usable once it is initialised.
 */
export function activate<const NameT extends string>(
  m: IgnitionModuleBuilder,
  { name, proxy, immutables = [], initialize, libraries = {} }: Activation<NameT>,
): NamedArtifactContractAtFuture<NameT> {
  const implementation = m.contract(name, immutables, { id: `${name}Implementation`, libraries });
  const genesis = m.contractAt("GenesisImplementation", proxy, { id: `${name}Genesis` });
  const initialization = m.encodeFunctionCall(implementation, "initialize", initialize, {
    id: `${name}Initialize`,
  });
  const upgrade = m.call(genesis, "upgradeToAndCall", [implementation, initialization], {
    id: `${name}Upgrade`,
  });
  return m.contractAt(name, proxy, { id: name, after: [upgrade] });
}
