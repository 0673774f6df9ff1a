import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import { deployTransparent } from "../transparent.ts";
import Authority from "./Authority.ts";
import Proxies from "./Proxies.ts";

/**
 * Chainlink ACE: the policy engine, which denies what no policy allows, the registries of identities and credentials, and our policies.
 * The access manager owns all of them.
 */
export default buildModule("Ace", (m) => {
  const { accessManager: owner } = m.useModule(Authority);
  const { gate, registry } = m.useModule(Proxies);
  const allowByDefault = false;
  const noParameters = "0x";

  const engine = deployTransparent(m, {
    name: "PolicyEngine",
    initialize: [allowByDefault, owner],
    owner,
  });
  const identities = deployTransparent(m, {
    name: "IdentityRegistry",
    initialize: [engine.contract, owner],
    owner,
  });
  const credentials = deployTransparent(m, {
    name: "CredentialRegistry",
    initialize: [engine.contract, owner],
    owner,
  });
  const accessPolicy = deployTransparent(m, {
    name: "LeadAccessPolicy",
    immutables: [gate, registry, identities.contract, credentials.contract],
    initialize: [engine.contract, owner, noParameters],
    owner,
  });
  const issuancePolicy = deployTransparent(m, {
    name: "IssuancePolicy",
    immutables: [gate, owner, identities.contract],
    initialize: [engine.contract, owner, noParameters],
    owner,
  });
  return {
    engine: engine.contract,
    identities: identities.contract,
    credentials: credentials.contract,
    accessPolicy: accessPolicy.contract,
    issuancePolicy: issuancePolicy.contract,
    engineAdmin: engine.admin,
    identitiesAdmin: identities.admin,
    credentialsAdmin: credentials.admin,
    accessPolicyAdmin: accessPolicy.admin,
    issuancePolicyAdmin: issuancePolicy.admin,
  };
});
