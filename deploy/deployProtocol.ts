import type { NetworkConnection } from "hardhat/types/network";

import { isLocalChain } from "./localChain.ts";
import Protocol from "./modules/Protocol.ts";
import type { ProtocolParameters } from "./parameters/loadParameters.ts";

/** How often Ignition looks for receipts on a chain that mines at once, milliseconds. */
const LOCAL_POLLING_INTERVAL = 5;

/** How Ignition deploys on this connection: a chain on this machine mines every transaction at once. */
export async function ignitionOptions(connection: NetworkConnection) {
  const isLocal = await isLocalChain(connection);
  return { config: isLocal ? { blockPollingInterval: LOCAL_POLLING_INTERVAL } : {} };
}

/**
 * Deploys and wires every contract of the protocol, configures the verticals, and hands all roles over, so that the deployer (the
 * connection's first account) ends without any.
 * @param parameters of all modules; see `deploy/parameters`. Ignition names one that is missing.
 * @param displayUi whether Ignition shows its progress.
 * @returns the contracts behind their proxies.
 */
export async function deployProtocol(
  connection: NetworkConnection,
  parameters: ProtocolParameters,
  displayUi = false,
) {
  const options = await ignitionOptions(connection);
  return connection.ignition.deploy(Protocol, { parameters, displayUi, ...options });
}
