import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import {
  ACE_PERMISSIONS,
  PERMISSIONS,
  type AceContractName,
  type ProtocolContractName,
} from "../roles.ts";
import { ROLES, type RoleName } from "../sdk/codes/enums.ts";
import { selectorsOf } from "../selectorsOf.ts";
import AccessRules from "./AccessRules.ts";
import Ace from "./Ace.ts";
import Authority from "./Authority.ts";
import Bounties from "./Bounties.ts";
import Compliance from "./Compliance.ts";
import Keeper from "./Keeper.ts";
import Leads from "./Leads.ts";
import Market from "./Market.ts";
import Oracles from "./Oracles.ts";

const HOLDERS = ["GOVERNOR", "UPGRADER", "CONFIGURATOR", "GUARDIAN", "COMPLIANCE"] as const;
/** The root role cannot have a guardian, nor a label. */
const GUARDED = HOLDERS.filter((role) => role !== "GOVERNOR");

type ContractName = ProtocolContractName | AceContractName;

const grants = await Promise.all(
  Object.entries({ ...PERMISSIONS, ...ACE_PERMISSIONS }).flatMap(([contract, byRole]) =>
    Object.entries<readonly string[]>(byRole).map(async ([role, functions]) => ({
      contract: contract as ContractName,
      role: role as RoleName,
      selectors: await selectorsOf(contract as ContractName, functions),
    })),
  ),
);
const upgradeSelectors = await selectorsOf("ProxyAdmin", ["upgradeAndCall"]);

/**
 * Sets who may call what, who may cancel scheduled calls and how long a grant takes, gives every role to its holder with its delay, and
 * removes the deployer's: all in one transaction, the last.
 */
export default buildModule("Roles", (m) => {
  const { accessManager } = m.useModule(Authority);
  const { registry, nft, verifier } = m.useModule(Leads);
  const { vault, house } = m.useModule(Market);
  const { pricer, tieBreaker } = m.useModule(Oracles);
  const { keeper } = m.useModule(Keeper);
  const { matcher } = m.useModule(Bounties);
  const { gate } = m.useModule(Compliance);
  const ace = m.useModule(Ace);
  const { ruledGate } = m.useModule(AccessRules);
  const targets = {
    VerticalRegistry: registry,
    LeadNFT: nft,
    CREVerifier: verifier,
    PersonalEscrowVault: vault,
    AuctionHouse: house,
    ReservePricer: pricer,
    VRFTieBreaker: tieBreaker,
    AuctionKeeper: keeper,
    BountyMatcher: matcher,
    ComplianceGate: gate,
    PolicyEngine: ace.engine,
    IdentityRegistry: ace.identities,
    CredentialRegistry: ace.credentials,
    IssuancePolicy: ace.issuancePolicy,
  } as const satisfies Record<ContractName, unknown>;
  const proxyAdmins = {
    PolicyEngineAdmin: ace.engineAdmin,
    IdentityRegistryAdmin: ace.identitiesAdmin,
    CredentialRegistryAdmin: ace.credentialsAdmin,
  } as const;

  const call = (id: string, name: string, args: Parameters<typeof m.call>[2]) =>
    m.encodeFunctionCall(accessManager, name, args, { id });
  const targetAdminDelay = m.getParameter<number>("targetAdminDelay");

  const handOver = m.call(
    accessManager,
    "multicall",
    [
      [
        ...grants.map(({ contract, role, selectors }) =>
          call(`${contract}_${role}`, "setTargetFunctionRole", [
            targets[contract],
            selectors,
            ROLES[role],
          ]),
        ),
        ...Object.entries(proxyAdmins).map(([admin, target]) =>
          call(`${admin}_UPGRADER`, "setTargetFunctionRole", [
            target,
            upgradeSelectors,
            ROLES.UPGRADER,
          ]),
        ),
        ...Object.entries({ ...targets, ...proxyAdmins }).map(([contract, target]) =>
          call(`${contract}_AdminDelay`, "setTargetAdminDelay", [target, targetAdminDelay]),
        ),
        ...GUARDED.map((role) => call(`Label_${role}`, "labelRole", [ROLES[role], role])),
        ...GUARDED.map((role) =>
          call(`Guard_${role}`, "setRoleGuardian", [ROLES[role], ROLES.GUARDIAN]),
        ),
        ...HOLDERS.map((role) =>
          call(`GrantDelay_${role}`, "setGrantDelay", [
            ROLES[role],
            m.getParameter<number>("grantDelay"),
          ]),
        ),
        ...HOLDERS.map((role) =>
          call(`Grant_${role}`, "grantRole", [
            ROLES[role],
            m.getParameter<string>(role.toLowerCase()),
            m.getParameter<number>(`${role.toLowerCase()}Delay`),
          ]),
        ),
        call("RenounceAdmin", "renounceRole", [ROLES.GOVERNOR, m.getAccount(0)]),
      ],
    ],
    { id: "HandOver", after: [ruledGate] },
  );
  return { accessManager: m.contractAt("AccessManager", accessManager, { after: [handOver] }) };
});
