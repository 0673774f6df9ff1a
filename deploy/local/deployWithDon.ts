import type { NetworkConnection } from "hardhat/types/network";
import { keccak256, stringToHex, type Hex } from "viem";

import { deployLocalProtocol } from "../deployLocalProtocol.ts";
import { loadParameters } from "../parameters/loadParameters.ts";
import { publicKeyOf } from "../sdk/crypto/point.ts";
import { type Don, deriveLeadKey, deriveSigners, FAULTY_NODES } from "./don/report.ts";

const DON_ID = 1;
const CONFIG_VERSION = 1;
/** The node's account that carries the DON's reports. */
const TRANSMITTER = 7;

/**
 * Deploys the protocol on a local chain together with a local DON that may report to it.
 * @param seed secret that the DON's signing keys are derived from.
 * @param deploymentId see `ignitionOptions`.
 */
export async function deployWithDon(
  connection: NetworkConnection<"op">,
  seed: Hex,
  deploymentId?: string,
) {
  const [signers, leadKey] = [deriveSigners(seed), deriveLeadKey(seed)];
  const localDon = {
    donId: DON_ID,
    configVersion: CONFIG_VERSION,
    faultTolerance: FAULTY_NODES,
    signers: signers.map(({ address }) => address),
    leadKey: publicKeyOf(BigInt(leadKey)),
  };
  const protocol = await deployLocalProtocol(connection, localDon, {}, deploymentId);
  const [transmitter] = (await connection.viem.getWalletClients()).slice(TRANSMITTER);
  if (transmitter === undefined) throw new Error("The chain has no account for the DON.");
  const workflowName = (await loadParameters("local"))["Leads"]?.["workflowName"];
  if (typeof workflowName !== "string") throw new Error("local.json has no workflow name");
  const don: Don = {
    ...{ signers, leadKey, transmitter },
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
