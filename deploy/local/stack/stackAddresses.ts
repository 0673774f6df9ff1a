import { getAddress } from "viem";

import type { LocalProtocol } from "../../deployLocalProtocol.ts";
import { STACK_CONTRACTS, type StackAddresses } from "./stackFile.ts";

/** The addresses of a deployment's contracts by the names under which a stack tells them. */
export function stackAddresses(protocol: LocalProtocol): StackAddresses {
  const contracts = {
    ...protocol,
    manager: protocol.accessManager,
    policyEngine: protocol.engine,
    identityRegistry: protocol.identities,
    credentialRegistry: protocol.credentials,
    policyEngineAdmin: protocol.engineAdmin,
    identityRegistryAdmin: protocol.identitiesAdmin,
    credentialRegistryAdmin: protocol.credentialsAdmin,
  };
  return Object.fromEntries(
    STACK_CONTRACTS.map((name) => [name, getAddress(contracts[name].address)]),
  ) as StackAddresses;
}
