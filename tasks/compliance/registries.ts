import type { Client } from "../client/client.ts";

/** The contracts that decide who may have a lead. */
export type Compliance = Awaited<ReturnType<typeof complianceOf>>;

/** Binds the compliance contracts that a deployment's vault asks. */
export async function complianceOf({ connection: { viem }, contracts: { vault } }: Client) {
  const gate = await viem.getContractAt("ComplianceGate", await vault.read.gate());
  const [[identitiesAddress, credentialsAddress], managerAddress] = await Promise.all([
    gate.read.registries(),
    gate.read.authority(),
  ]);
  const [identities, credentials, manager] = await Promise.all([
    viem.getContractAt("IdentityRegistry", identitiesAddress),
    viem.getContractAt("CredentialRegistry", credentialsAddress),
    viem.getContractAt("AccessManager", managerAddress),
  ]);
  return { gate, identities, credentials, manager };
}
