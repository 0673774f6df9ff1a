import type {
  ArgumentType,
  ContractFuture,
  IgnitionModuleBuilder,
  NamedArtifactContractAtFuture,
  NamedArtifactContractDeploymentFuture,
} from "@nomicfoundation/ignition-core";

/**
 * Deploys `name` with its immutables, upgrades its proxy from the genesis implementation and initialises it in the same call.
 * @param libraries linked libraries by name.
 * @returns the proxy under the contract's interface, usable once it is initialised.
 */
export function activate<NameT extends string>(
  m: IgnitionModuleBuilder,
  name: NameT,
  proxy: NamedArtifactContractDeploymentFuture<"ERC1967Proxy">,
  immutables: ArgumentType[],
  initializerArgs: ArgumentType[],
  libraries: Record<string, ContractFuture<string>> = {},
): NamedArtifactContractAtFuture<NameT> {
  const implementation = m.contract(name, immutables, { id: `${name}Implementation`, libraries });
  const genesis = m.contractAt("GenesisImplementation", proxy, { id: `${name}Genesis` });
  const initialize = m.encodeFunctionCall(implementation, "initialize", initializerArgs, {
    id: `${name}Initialize`,
  });
  const upgrade = m.call(genesis, "upgradeToAndCall", [implementation, initialize], {
    id: `${name}Upgrade`,
  });
  return m.contractAt(name, proxy, { id: name, after: [upgrade] });
}
