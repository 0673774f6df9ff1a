import type { NetworkConnection } from "hardhat/types/network";

import Protocol from "./modules/Protocol.ts";
import type { ProtocolParameters } from "./parameters/loadParameters.ts";

/** How often Ignition looks for receipts on a chain that mines at once, milliseconds. */
const LOCAL_POLLING_INTERVAL = 5;

/** Ignition's settings for this connection: a chain in this process mines every transaction at once. */
export function ignitionConfig({ networkConfig }: NetworkConnection) {
  return networkConfig.type === "edr-simulated"
    ? { blockPollingInterval: LOCAL_POLLING_INTERVAL }
    : {};
}

/**
 * Deploys and wires every contract of the protocol, configures the verticals, and hands all roles over, so that the deployer (the
 * connection's first account) ends without any.
 * @param parameters of all modules; see `deploy/parameters`. Ignition names one that is missing.
 * @returns the contracts behind their proxies.
 */
export async function deployProtocol(
  connection: NetworkConnection,
  parameters: ProtocolParameters,
) {
  return connection.ignition.deploy(Protocol, { parameters, config: ignitionConfig(connection) });
}
