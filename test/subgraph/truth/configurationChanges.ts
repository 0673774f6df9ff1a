import type { Hex } from "viem";

import { hexToRegion } from "../../../deploy/parameters/region.ts";
import type { Chain } from "./chain.ts";
import { created, type Claim } from "./claim.ts";
import { CONTRACT_NAMES, type AnyLog } from "./history.ts";
import { eventId } from "./ids.ts";
import { ASSETS, asciiIn, DEMANDS } from "./words.ts";

type Args = Readonly<Record<string, unknown>>;

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
  MultiplierBoundsSet: undefined,
  SequencerFeedSet: undefined,
  StreamsVerifierSet: undefined,
  CoordinatorSet: undefined,
  VRFConfigSet: undefined,
  FeedSet: "asset",
  CurveSet: "vertical",
  VerticalConfigured: "slug",
  RegionRestrictionSet: "vertical",
  RoleLabel: "roleId",
  RoleAdminChanged: "roleId",
  RoleGuardianChanged: "roleId",
  RoleGrantDelayChanged: "roleId",
  TargetClosed: "target",
  TargetAdminDelayUpdated: "target",
  TargetFunctionRoleUpdated: "target",
  CountrySet: "country",
  LicenceDemandSet: "rootVertical",
  TargetAttached: "target",
  TargetDetached: "target",
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

/** The history of settings, from the logs. */
export function configurationChangeClaims({ history }: Chain): Claim[] {
  return history.logs
    .filter((log) => log.event in subjectsFor(log))
    .map((log) => ({
      entity: "ConfigurationChange",
      id: eventId(log),
      fields: {
        contract: log.address,
        contractName: CONTRACT_NAMES[log.contract],
        setting: log.event,
        subject: subjectOf(log),
        value: new JsonText(valueOf(log)),
        ...created(log),
      },
    }));
}

/** Text that says this in JSON, whatever its order and the way numbers are written. */
export class JsonText {
  readonly content: unknown;

  constructor(content: unknown) {
    this.content = content;
  }
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
