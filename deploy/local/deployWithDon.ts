import type { NetworkConnection } from "hardhat/types/network";
import { keccak256, stringToHex, type Address, type Hex } from "viem";

import { deployLocalProtocol, type LocalDon } from "../deployLocalProtocol.ts";
import { loadParameters } from "../parameters/loadParameters.ts";
import { type Don, deriveSigners, FAULTY_NODES } from "./don/report.ts";
import { deriveQueueKey, deriveSecrets, donKeyIn } from "./don/secrets.ts";

const DON_ID = 1;
const CONFIG_VERSION = 1;
/** The node's account that carries the DON's reports. */
const TRANSMITTER = 7;

/** The local DON of a seed, as the forwarder knows it. */
export function localDon(seed: Hex): LocalDon {
  return {
    donId: DON_ID,
    configVersion: CONFIG_VERSION,
    faultTolerance: FAULTY_NODES,
    signers: deriveSigners(seed).map(({ address }) => address),
    leadKey: donKeyIn(deriveSecrets(seed)),
  };
}

/** The same DON with its keys, secrets and workflow. */
export async function openDon(
  { viem }: NetworkConnection<"op">,
  seed: Hex,
  workflowOwner: Address,
): Promise<Don> {
  const [transmitter] = (await viem.getWalletClients()).slice(TRANSMITTER);
  if (transmitter === undefined) throw new Error("The chain has no account for the DON.");
  const workflowName = (await loadParameters("local"))["Leads"]?.["workflowName"];
  if (typeof workflowName !== "string") throw new Error("local.json has no workflow name");
  return {
    signers: deriveSigners(seed),
    secrets: deriveSecrets(seed),
    transmitter,
    queueKey: deriveQueueKey(seed),
    workflow: {
      id: keccak256(stringToHex("score-leads")),
      name: workflowName as Hex,
      owner: workflowOwner,
      donId: DON_ID,
      configVersion: CONFIG_VERSION,
    },
  };
}

/**
 * Deploys the protocol on a local chain together with a local DON that may report to it.
 * @param seed secret that the DON's keys and its workflow's secrets are derived from.
 */
export async function deployWithDon(connection: NetworkConnection<"op">, seed: Hex) {
  const protocol = await deployLocalProtocol(connection, localDon(seed));
  const don = await openDon(connection, seed, protocol.accounts.workflowOwner);
  return { ...protocol, don };
}
