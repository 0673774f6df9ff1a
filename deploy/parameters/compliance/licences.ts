import type { Hex } from "viem";

import { LeadEngineError } from "../../sdk/errors/leadEngineError.ts";
import { regionToHex } from "../../sdk/lead/region.ts";
import type { Vertical } from "../../sdk/lead/vertical.ts";
import { loadVerticals } from "../verticals.ts";
import { licencesFileSchema, type LicenceEntry } from "./licenceSchema.ts";
import licencesFile from "./licences.json" with { type: "json" };
import { regionOfState, UNITED_STATES, US_STATES } from "./usStates.ts";

/** `LicenceDemand` of `ILeadAccessPolicy`. */
export const LicenceDemand = { VerticalDefault: 0, Demanded: 1, NotDemanded: 2 } as const;

/** Whether a licence is demanded, as `ComplianceGate` takes it. */
export type LicenceDemand = (typeof LicenceDemand)[keyof typeof LicenceDemand];

/** Licences that buyers of one root vertical's leads need. */
export interface LicenceRule extends Readonly<
  Pick<LicenceEntry, "licence" | "authority" | "note">
> {
  /** Slug of the root. */
  readonly root: string;
  /** Its id on chain. */
  readonly rootId: Hex;
  /** The rule outside the United States: `licenceRequired` of `verticals.json`. */
  readonly verticalDefault: boolean;
  /** The rule in the United States unless the state is an exception. */
  readonly inUnitedStates: boolean;
  /** Regions of the United States that demand none, although the country does. */
  readonly exceptions: readonly string[];
}

/** Arguments of `ComplianceGate.setLicenceDemand`. */
export type LicenceDemandCall = readonly [
  root: Hex,
  regions: readonly Hex[],
  demand: LicenceDemand,
];

/**
 * The licence rules of `licences.json`, or of another file of that form, in the order of the verticals' roots.
 * @throws {z.ZodError} names the place in the file and the rule.
 * @throws {LeadEngineError} `LICENCES_FILE`: a root is missing or unknown, or differs from `licenceRequired` without saying why.
 */
export function loadLicences(
  file: unknown = licencesFile,
  verticals: readonly Vertical[] = loadVerticals(),
): readonly LicenceRule[] {
  const { roots: entries } = licencesFileSchema.parse(file);
  const roots = verticals.filter(({ isLeaf }) => !isLeaf);
  for (const slug of Object.keys(entries)) {
    if (!roots.some((root) => root.slug === slug)) {
      throw contradiction(`roots.${slug}: verticals.json has no such root`);
    }
  }
  return roots.map((root) => {
    const entry = entries[root.slug];
    if (entry === undefined) throw contradiction(`roots.${root.slug}: is missing`);
    return ruleOf(root, entry);
  });
}

/** Whether a buyer of a lead from this region needs a licence. */
export function isLicenceDemanded(rule: LicenceRule, region: string): boolean {
  const [country] = region.split("-");
  if (country !== UNITED_STATES) return rule.verticalDefault;
  return rule.inUnitedStates && !rule.exceptions.includes(region);
}

/**
 * What to set on chain: only what differs from the registry's flag. The policy looks a region up first, then its country, so a country's
 * demand covers the leads that name no state.
 */
export function licenceDemandCalls(rules: readonly LicenceRule[]): readonly LicenceDemandCall[] {
  return rules.flatMap(({ rootId, verticalDefault, inUnitedStates, exceptions }) => {
    const calls: LicenceDemandCall[] = [];
    if (inUnitedStates !== verticalDefault) {
      calls.push([rootId, [regionToHex(UNITED_STATES)], demandOf(inUnitedStates)]);
    }
    if (exceptions.length > 0) calls.push([rootId, exceptions.map(regionToHex), demandOf(false)]);
    return calls;
  });
}

function demandOf(demanded: boolean): LicenceDemand {
  return demanded ? LicenceDemand.Demanded : LicenceDemand.NotDemanded;
}

function ruleOf({ slug, id, config }: Vertical, entry: LicenceEntry): LicenceRule {
  const { unitedStates, notDemandedIn, licence, authority, differs, note } = entry;
  const rule: LicenceRule = {
    root: slug,
    rootId: id,
    verticalDefault: config.licenceRequired,
    inUnitedStates: unitedStates === "demanded",
    exceptions: notDemandedIn.map(regionOfState),
    licence,
    authority,
    ...(note === undefined ? {} : { note }),
  };
  const departs = US_STATES.some(
    (state) => isLicenceDemanded(rule, regionOfState(state)) !== rule.verticalDefault,
  );
  if (departs !== (differs !== undefined)) {
    const fault = departs ? "must say why it differs" : "does not differ";
    throw contradiction(`roots.${slug}.differs: ${fault} from licenceRequired in verticals.json`);
  }
  return rule;
}

/** The file contradicts `verticals.json`. */
function contradiction(says: string): LeadEngineError {
  return new LeadEngineError("LICENCES_FILE", says);
}
