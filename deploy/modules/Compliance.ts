import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { keccak256, stringToHex } from "viem";

import { activate } from "../activate.ts";
import { ACE_PERMISSIONS } from "../roles.ts";
import { selectorsOf } from "../selectorsOf.ts";
import Ace from "./Ace.ts";
import Authority from "./Authority.ts";
import Market from "./Market.ts";
import Proxies from "./Proxies.ts";

/** Name of the parameter that the issuance policy passes from `extract` to `postRun`. */
const ACCOUNTS = keccak256(stringToHex("lead-engine.accounts"));
const [decideSelector = "0x"] = await selectorsOf("ComplianceGate", ["decide"]);
const identitySelectors = await selectorsOf(
  "IdentityRegistry",
  ACE_PERMISSIONS.IdentityRegistry.COMPLIANCE,
);
const credentialSelectors = await selectorsOf(
  "CredentialRegistry",
  ACE_PERMISSIONS.CredentialRegistry.COMPLIANCE,
);

/**
 * The gate, and the policies in the engine: the gate itself for access to leads, issuance for every function of the registries that writes.
 * Installed in one transaction through the manager, which owns the engine, while the deployer is still the manager's admin.
 */
export default buildModule("Compliance", (m) => {
  const { accessManager } = m.useModule(Authority);
  const proxies = m.useModule(Proxies);
  const { vault } = m.useModule(Market);
  const { engine, identities, credentials, issuancePolicy } = m.useModule(Ace);

  const peers = {
    engine,
    vault,
    house: proxies.house,
    verifier: proxies.verifier,
    issuancePolicy,
    registry: proxies.registry,
    identities,
    credentials,
  };
  const gate = activate(m, {
    name: "ComplianceGate",
    proxy: proxies.gate,
    immutables: [peers],
    initialize: [accessManager],
  });

  const onEngine = (id: string, name: string, args: Parameters<typeof m.call>[2]) => {
    const call = m.encodeFunctionCall(engine, name, args, { id: `${id}Call` });
    return m.encodeFunctionCall(accessManager, "execute", [engine, call], { id });
  };
  const install = m.call(
    accessManager,
    "multicall",
    [
      [
        onEngine("GateDecide", "addPolicy", [gate, decideSelector, gate, []]),
        onEngine("ExtractAccounts", "setExtractors", [
          [...identitySelectors, ...credentialSelectors],
          issuancePolicy,
        ]),
        ...identitySelectors.map((selector) =>
          onEngine(`Gate_${selector}`, "addPolicy", [
            identities,
            selector,
            issuancePolicy,
            [ACCOUNTS],
          ]),
        ),
        ...credentialSelectors.map((selector) =>
          onEngine(`Gate_${selector}`, "addPolicy", [
            credentials,
            selector,
            issuancePolicy,
            [ACCOUNTS],
          ]),
        ),
      ],
    ],
    { id: "InstallPolicies" },
  );
  return { gate: m.contractAt("ComplianceGate", gate, { id: "InstalledGate", after: [install] }) };
});
