import type {
  ArgumentType,
  IgnitionModuleBuilder,
  NamedArtifactContractAtFuture,
  NamedArtifactContractDeploymentFuture,
} from "@nomicfoundation/ignition-core";

/** A contract that cannot upgrade itself, to be deployed behind a transparent proxy. */
interface Transparent<NameT extends string> {
  readonly name: NameT;
  /** Constructor arguments of the implementation. */
  readonly immutables?: ArgumentType[];
  /** Arguments of `initialize`. */
  readonly initialize: ArgumentType[];
  /** Who owns the proxy's `ProxyAdmin`, and so may upgrade. */
  readonly owner: NamedArtifactContractDeploymentFuture<"AccessManager">;
}

/** A contract under its own interface, and the contract that upgrades it. */
interface Deployed<NameT extends string> {
  readonly contract: NamedArtifactContractAtFuture<NameT>;
  readonly admin: NamedArtifactContractAtFuture<"ProxyAdmin">;
}

/** Deploys an implementation and its transparent proxy, initialised in the same transaction. */
export function deployTransparent<const NameT extends string>(
  m: IgnitionModuleBuilder,
  { name, immutables = [], initialize, owner }: Transparent<NameT>,
): Deployed<NameT> {
  const implementation = m.contract(name, immutables, { id: `${name}Implementation` });
  const initialization = m.encodeFunctionCall(implementation, "initialize", initialize, {
    id: `${name}Initialize`,
  });
  const proxy = m.contract("TransparentUpgradeableProxy", [implementation, owner, initialization], {
    id: `${name}Proxy`,
  });
  const admin = m.readEventArgument(proxy, "AdminChanged", "newAdmin", { id: `${name}AdminOf` });
  return {
    contract: m.contractAt(name, proxy, { id: name }),
    admin: m.contractAt("ProxyAdmin", admin, { id: `${name}ProxyAdmin` }),
  };
}
