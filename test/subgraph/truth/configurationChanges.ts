import { hexToRegion } from "../../../deploy/parameters/region.ts";
import type { Chain } from "./chain.ts";
import { created, type Claim } from "./claim.ts";
import { CONTRACT_NAMES, type AnyLog } from "./history.ts";
import { eventId } from "./ids.ts";
import { ASSETS } from "./words.ts";

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
};

/** Arguments that only repeat what the subject says. */
const REPEATED: Readonly<Record<string, readonly string[]>> = {
  VerticalConfigured: ["vertical", "parent"],
};

/** The history of settings, from the logs. */
export function configurationChangeClaims({ history }: Chain): Claim[] {
  return history.logs
    .filter(({ event }) => event in SUBJECTS)
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

function subjectOf({ event, args }: AnyLog): string | null {
  const name = SUBJECTS[event];
  if (name === undefined) return null;
  const value = (args as Args)[name];
  return event === "FeedSet" ? (ASSETS[Number(value)] ?? "") : String(value).toLowerCase();
}

function valueOf({ event, args }: AnyLog): unknown {
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
  const hidden = [SUBJECTS[event], ...(REPEATED[event] ?? [])];
  const all = Object.entries({ ...rest, ...(config as Args | undefined) });
  return Object.fromEntries(all.filter(([name]) => !hidden.includes(name)));
}
