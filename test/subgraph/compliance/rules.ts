import { keccak256, stringToHex, toFunctionSelector, zeroAddress, zeroHash, type Abi } from "viem";

import { regimeToHex } from "../../../deploy/parameters/compliance/regime.ts";
import { countryToHex } from "../../../deploy/parameters/compliance/transfers.ts";
import { regionToHex } from "../../../deploy/sdk/lead/region.ts";
import { verticalIdOf } from "../../../deploy/sdk/lead/vertical.ts";
import { ROOT } from "../../fixtures/market.ts";
import type { ComplianceDesk } from "./desk.ts";

const DAY = 86_400;
const CONFIGURATOR_DELAY = DAY;
const GOVERNOR_DELAY = 3 * DAY;
/** A contract that does not exist: nobody minds what policies guard it. */
const TARGET = `0x${"7a".repeat(20)}` as const;
const SELECTOR = toFunctionSelector("act()");
const NAMES = ["first", "second"].map((name) => keccak256(stringToHex(name)));

/** A vertical root's licence in a region that no rule has named before the day's end. */
export const LATE_REGION = "US-ZZ";

/** Rules of access that change: a regime that is unknown again, one that is new, a demand where there was none. */
export async function changeRules(m: ComplianceDesk): Promise<void> {
  const gate = { address: m.gate.address, abi: m.gate.abi as Abi };
  const root = verticalIdOf(ROOT);
  const regions = [LATE_REGION, "US"].map(regionToHex);
  const calls = await m.govern(m.configurator, CONFIGURATOR_DELAY, [
    { on: gate, call: "setCountry", args: [countryToHex("KE"), zeroHash, []] },
    {
      on: gate,
      call: "setCountry",
      args: [countryToHex("NZ"), regimeToHex("PRIVACY-ACT"), ["AU", "GB"].map(countryToHex)],
    },
    { on: gate, call: "setLicenceDemand", args: [root, regions, 1] },
  ]);
  for (const execute of calls) await execute();
}

/** Everything that the engine's owner can set, on a target that concerns nobody. */
export async function changeEngine(m: ComplianceDesk): Promise<void> {
  const { engine, gate, issuancePolicy, identities, accounts } = m;
  const [access, issuance] = [gate.address, issuancePolicy.address];
  const role = await engine.read.POLICY_CONFIG_ADMIN_ROLE();
  const onEngine = (call: string, ...args: unknown[]) => ({
    on: { address: engine.address, abi: engine.abi as Abi },
    call,
    args,
  });
  const calls = await m.govern(m.governor, GOVERNOR_DELAY, [
    onEngine("addPolicy", TARGET, SELECTOR, access, NAMES),
    onEngine("addPolicyAt", TARGET, SELECTOR, issuance, NAMES.slice(1), 0n),
    onEngine("setExtractor", SELECTOR, access),
    onEngine("setPolicyMapper", issuance, TARGET),
    onEngine("setPolicyMapper", issuance, zeroAddress),
    onEngine("removePolicy", TARGET, SELECTOR, access),
    onEngine("setExtractor", SELECTOR, zeroAddress),
    onEngine("setTargetDefaultPolicyAllow", TARGET, true),
    onEngine("setPolicyConfiguration", access, 0n, toFunctionSelector("typeAndVersion()"), "0x"),
    onEngine("grantRole", role, accounts.configurator),
    onEngine("revokeRole", role, accounts.configurator),
    {
      on: { address: identities.address, abi: identities.abi },
      call: "attachPolicyEngine",
      args: [engine.address],
    },
  ]);
  for (const execute of calls) await execute();
}
