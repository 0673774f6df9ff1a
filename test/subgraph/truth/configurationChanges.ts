import { getAddress, slice, type Address, type Hex } from "viem";

import { hexToRegion } from "../../../deploy/sdk/lead/region.ts";
import type { Point } from "../../../deploy/sdk/crypto/point.ts";
import type { Chain } from "./chain.ts";
import { logged, type Claim } from "./claim.ts";
import { CONTRACT_NAMES, type AnyLog } from "./history.ts";
import { eventId } from "./ids.ts";
import { JsonText } from "./jsonText.ts";
import { ASSETS, asciiIn, DEMANDS, pointBytes } from "./words.ts";

type Args = Readonly<Record<string, unknown>>;

const UPGRADED = "Upgraded";
/** `keccak256("eip1967.proxy.implementation") - 1`. */
const IMPLEMENTATION_SLOT = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";

/** Settings, with the argument that names what they are of; undefined where there is only one. */
const SUBJECTS: Readonly<Record<string, string | undefined>> = {
  Initialized: undefined,
  AuthorityUpdated: undefined,
  EIP712DomainChanged: undefined,
  PauseSet: undefined,
  FeeConfigSet: undefined,
  RoyaltySet: undefined,
  WorkflowSet: undefined,
  MaxReportAgeSet: undefined,
  DonKeySet: "epoch",
  MultiplierBoundsSet: undefined,
  SequencerFeedSet: undefined,
  StreamsVerifierSet: undefined,
  CoordinatorSet: undefined,
  VRFConfigSet: undefined,
  FeedSet: "asset",
  CurveSet: "vertical",
  VerticalConfigured: "slug",
  RegionRestrictionSet: "vertical",
  Upgraded: undefined,
  RoleGranted: "roleId",
  RoleRevoked: "roleId",
  RoleLabel: "roleId",
  RoleAdminChanged: "roleId",
  RoleGuardianChanged: "roleId",
  RoleGrantDelayChanged: "roleId",
  TargetClosed: "target",
  TargetAdminDelayUpdated: "target",
  TargetFunctionRoleUpdated: "target",
  CountrySet: "country",
  LicenceDemandSet: "rootVertical",
  PolicyAdded: "target",
  PolicyAddedAt: "target",
  PolicyRemoved: "target",
  PolicyMapperSet: "policy",
  PolicyConfigured: "policy",
  PolicyParametersSet: "policy",
  ExtractorSet: "selector",
  DefaultPolicyAllowSet: undefined,
  TargetDefaultPolicyAllowSet: "target",
  AdminChanged: undefined,
  OwnershipTransferred: undefined,
  PolicyEngineAttached: undefined,
  PolicyEngineDetachFailed: undefined,
};
/** The same of the engine's own roles. */
const ENGINE_SUBJECTS: typeof SUBJECTS = {
  ...SUBJECTS,
  RoleGranted: "role",
  RoleRevoked: "role",
  RoleAdminChanged: "role",
};

/** Arguments that only repeat what the subject says. */
const REPEATED: Readonly<Record<string, readonly string[]>> = {
  VerticalConfigured: ["vertical", "parent"],
};

/** The history of settings, from the logs; implementations as the proxies have them, where nothing upgraded them since. */
export function configurationChangeClaims(chain: Chain): Promise<Claim[]> {
  const { logs } = chain.history;
  const claims = logs
    .filter((log) => log.event in subjectsFor(log))
    .map(async (log) => ({
      entity: "ConfigurationChange",
      id: eventId(log),
      fields: {
        contract: log.address,
        contractName: CONTRACT_NAMES[log.contract],
        setting: log.event,
        subject: subjectOf(log),
        value: new JsonText(
          log.event === UPGRADED
            ? { implementation: await implementationIn(chain, log) }
            : valueOf(log),
        ),
        ...logged(log),
      },
    }));
  return Promise.all(claims);
}

async function implementationIn({ client, at, history }: Chain, log: AnyLog): Promise<Address> {
  const isUpgrade = ({ event, contract }: AnyLog) =>
    event === UPGRADED && contract === log.contract;
  const isLast = history.logs.findLast(isUpgrade) === log;
  if (!isLast) return (log.args as { readonly implementation: Address }).implementation;
  const slot = await client.getStorageAt({
    ...{ address: log.address, slot: IMPLEMENTATION_SLOT },
    ...at,
  });
  if (slot === undefined) throw new Error(`${log.address} is no proxy.`);
  return getAddress(slice(slot, 12));
}

function subjectsFor({ contract }: AnyLog): typeof SUBJECTS {
  return contract === "engine" ? ENGINE_SUBJECTS : SUBJECTS;
}

function subjectOf(log: AnyLog): string | null {
  const { event, args } = log;
  const name = subjectsFor(log)[event];
  if (name === undefined) return null;
  const value = (args as Args)[name];
  if (event === "CountrySet") return asciiIn(value);
  return event === "FeedSet" ? (ASSETS[Number(value)] ?? "") : String(value).toLowerCase();
}

function valueOf(log: AnyLog): unknown {
  const { event, args } = log;
  if (event === "CountrySet") {
    const { regime, freeTo } = args as { regime: Hex; freeTo: readonly Hex[] };
    return { regime: asciiIn(regime), freeTo: freeTo.map(asciiIn) };
  }
  if (event === "LicenceDemandSet") {
    const { regions, demand } = args as { regions: readonly Hex[]; demand: number };
    return { regions: regions.map(asciiIn), demand: DEMANDS[demand] };
  }
  if (event === "DonKeySet") {
    const { key, previousUntil } = args as { key: Point; previousUntil: number };
    return { key: pointBytes(key), previousUntil: String(previousUntil) };
  }
  if (event === "CurveSet") {
    const { points } = args as { points: readonly { ratioBps: number; multiplierBps: number }[] };
    return {
      ratiosBps: points.map(({ ratioBps }) => ratioBps),
      multipliersBps: points.map(({ multiplierBps }) => multiplierBps),
    };
  }
  if (event === "RegionRestrictionSet") {
    const { region, restricted } = args as { region: `0x${string}`; restricted: boolean };
    return { region: hexToRegion(region), restricted };
  }
  const { config, ...rest } = args as Args;
  const hidden = [subjectsFor(log)[event], ...(REPEATED[event] ?? [])];
  const all = Object.entries({ ...rest, ...(config as Args | undefined) });
  return Object.fromEntries(all.filter(([name]) => !hidden.includes(name)));
}
