import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import { activate } from "../activate.ts";
import { deployTransparent } from "../transparent.ts";
import Authority from "./Authority.ts";
import Proxies from "./Proxies.ts";

/**
 * Chainlink ACE: the policy engine, which denies what no policy allows, the registries of identities and credentials, which
 * the access manager owns, and our policy for the registries.
 */
export default buildModule("Ace", (m) => {
  const { accessManager: owner } = m.useModule(Authority);
  const proxies = m.useModule(Proxies);
  const allowByDefault = false;

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
  const issuancePolicy = activate(m, {
    name: "IssuancePolicy",
    proxy: proxies.issuancePolicy,
    immutables: [engine.contract, proxies.gate, identities.contract],
    initialize: [owner],
  });
  return {
    engine: engine.contract,
    identities: identities.contract,
    credentials: credentials.contract,
    issuancePolicy,
    engineAdmin: engine.admin,
    identitiesAdmin: identities.admin,
    credentialsAdmin: credentials.admin,
  };
});
