import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { toFunctionSelector, type AbiFunction, type Hex } from "viem";

import { artifactOf } from "../artifactOf.ts";
import { PERMISSIONS, ROLES, type ProtocolContractName, type RoleName } from "../roles.ts";
import Authority from "./Authority.ts";
import Leads from "./Leads.ts";
import Market from "./Market.ts";
import Oracles from "./Oracles.ts";
import Verticals from "./Verticals.ts";

const HOLDERS = ["GOVERNOR", "UPGRADER", "CONFIGURATOR", "GUARDIAN"] as const;

/** Selectors of named functions, which must not be overloaded. */
async function selectorsOf(contract: ProtocolContractName, names: readonly string[]) {
  const abi: readonly { type: string; name?: string }[] = (await artifactOf(contract)).abi;
  return names.map((name): Hex => {
    const [found, overload] = abi.filter((item) => item.type === "function" && item.name === name);
    if (found === undefined || overload !== undefined) {
      throw new Error(`${contract} has not exactly one function ${name}`);
    }
    return toFunctionSelector(found as AbiFunction);
  });
}

const grants = await Promise.all(
  Object.entries(PERMISSIONS).flatMap(([contract, byRole]) =>
    Object.entries<readonly string[]>(byRole).map(async ([role, functions]) => ({
      contract: contract as ProtocolContractName,
      role: role as RoleName,
      selectors: await selectorsOf(contract as ProtocolContractName, functions),
    })),
  ),
);

/**
 * Says who may call what, hands every role to its holder with its delay, and takes the deployer's: all in one transaction, the last.
 */
export default buildModule("Roles", (m) => {
  const { accessManager } = m.useModule(Authority);
  const { registry, nft, verifier } = m.useModule(Leads);
  const { vault, house } = m.useModule(Market);
  const { pricer, tieBreaker } = m.useModule(Oracles);
  const { configured } = m.useModule(Verticals);
  const targets = {
    VerticalRegistry: registry,
    LeadNFT: nft,
    CREVerifier: verifier,
    PersonalEscrowVault: vault,
    AuctionHouse: house,
    ReservePricer: pricer,
    VRFTieBreaker: tieBreaker,
  } as const satisfies Record<ProtocolContractName, unknown>;

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
        ...Object.entries(targets).map(([contract, target]) =>
          call(`${contract}_AdminDelay`, "setTargetAdminDelay", [target, targetAdminDelay]),
        ),
        ...HOLDERS.filter((role) => role !== "GOVERNOR").map((role) =>
          call(`Label_${role}`, "labelRole", [ROLES[role], role]),
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
    { id: "HandOver", after: [configured] },
  );
  return { accessManager: m.contractAt("AccessManager", accessManager, { after: [handOver] }) };
});
