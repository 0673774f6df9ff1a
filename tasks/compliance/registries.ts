import type { Client } from "../client/client.ts";

/** The contracts that decide who may have a lead. */
export type Compliance = Awaited<ReturnType<typeof complianceOf>>;

/** Binds the compliance contracts that a deployment's vault asks. */
export async function complianceOf({ connection: { viem }, contracts: { vault } }: Client) {
  const gate = await viem.getContractAt("ComplianceGate", await vault.read.gate());
  const [[, policyAddress], managerAddress] = await Promise.all([
    gate.read.deciders(),
    gate.read.authority(),
  ]);
  const policy = await viem.getContractAt("LeadAccessPolicy", policyAddress);
  const [identitiesAddress, credentialsAddress] = await policy.read.registries();
  const [identities, credentials, manager] = await Promise.all([
    viem.getContractAt("IdentityRegistry", identitiesAddress),
    viem.getContractAt("CredentialRegistry", credentialsAddress),
    viem.getContractAt("AccessManager", managerAddress),
  ]);
  return { gate, policy, identities, credentials, manager };
}
