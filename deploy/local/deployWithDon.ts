import type { NetworkConnection } from "hardhat/types/network";
import { keccak256, stringToHex, type Hex } from "viem";

import { deployLocalProtocol } from "../deployLocalProtocol.ts";
import { loadParameters } from "../parameters/loadParameters.ts";
import { type Don, deriveSigners, FAULTY_NODES } from "./don/report.ts";
import { deriveQueueKey, deriveSecrets, donKeyIn } from "./don/secrets.ts";

const DON_ID = 1;
const CONFIG_VERSION = 1;
/** The node's account that carries the DON's reports. */
const TRANSMITTER = 7;

/**
 * Deploys the protocol on a local chain together with a local DON that may report to it.
 * @param seed secret that the DON's keys and its workflow's secrets are derived from.
 * @param deploymentId see `ignitionOptions`.
 */
export async function deployWithDon(
  connection: NetworkConnection<"op">,
  seed: Hex,
  deploymentId?: string,
) {
  const [signers, secrets] = [deriveSigners(seed), deriveSecrets(seed)];
  const localDon = {
    donId: DON_ID,
    configVersion: CONFIG_VERSION,
    faultTolerance: FAULTY_NODES,
    signers: signers.map(({ address }) => address),
    leadKey: donKeyIn(secrets),
  };
  const protocol = await deployLocalProtocol(connection, localDon, {}, deploymentId);
  const [transmitter] = (await connection.viem.getWalletClients()).slice(TRANSMITTER);
  if (transmitter === undefined) throw new Error("The chain has no account for the DON.");
  const workflowName = (await loadParameters("local"))["Leads"]?.["workflowName"];
  if (typeof workflowName !== "string") throw new Error("local.json has no workflow name");
  const don: Don = {
    ...{ signers, secrets, transmitter },
    queueKey: deriveQueueKey(seed),
    workflow: {
      id: keccak256(stringToHex("score-leads")),
      name: workflowName as Hex,
      owner: protocol.accounts.workflowOwner,
      donId: DON_ID,
      configVersion: CONFIG_VERSION,
    },
  };
  return { ...protocol, don };
}
