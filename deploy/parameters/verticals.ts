import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Hex } from "viem";

import type { PublicFields } from "../workflows/scoring/publicField.ts";
import type { VerticalProfile } from "../workflows/scoring/verticalProfile.ts";
import verticalsFile from "./verticals.json" with { type: "json" };
import {
  RULE_NAMES,
  verticalsFileSchema,
  type LeafEntry,
  type RootEntry,
  type VerticalRules,
  type VerticalsFile,
} from "./verticalSchema.ts";
import { usdcOf } from "./usdc.ts";

const DAY = 86_400;
/** Parent of a root. */
const NO_PARENT: Hex = `0x${"00".repeat(32)}`;

/** `IVerticalRegistry.Vertical` as viem takes it: windows in seconds, amounts in USDC units. */
interface VerticalConfig {
  readonly commitWindow: number;
  readonly revealWindow: number;
  readonly deliveryWindow: number;
  readonly consentMaxAge: number;
  readonly duplicateWindow: number;
  readonly bidBondBps: number;
  readonly deliveryBondBps: number;
  readonly active: boolean;
  readonly consentRequired: boolean;
  readonly licenceRequired: boolean;
  readonly minReserve: bigint;
  readonly bidBondMin: bigint;
  readonly bidBondMax: bigint;
  readonly parent: Hex;
}

/** A vertical with everything that it inherits. */
export interface Vertical extends VerticalProfile {
  /** `keccak256(slug)`. */
  readonly id: Hex;
  readonly title: string;
  readonly isLeaf: boolean;
  /** For `VerticalRegistry.configureVertical`. */
  readonly config: VerticalConfig;
  /** What buyers have paid at most, USDC units: for people who set a reserve. There is no upper limit on chain. */
  readonly reserveCeiling: bigint;
  /** For `VerticalRegistry.setRegionRestriction`. Children of a closed vertical are closed without being listed. */
  readonly restrictedRegions: readonly string[];
}

/** Id of a vertical on chain. */
export function verticalIdOf(slug: string): Hex {
  return `0x${bytesToHex(keccak_256(utf8ToBytes(slug)))}`;
}

/**
 * The verticals of `verticals.json`, or of another file of that form: every root, and behind it its leaves, so that they can be
 * configured in this order. A leaf takes over what its root says and a root what `defaults` say; public fields add up, and a leaf's field
 * replaces its root's of the same name.
 * @throws {z.ZodError} names the place in the file and the rule.
 */
export function loadVerticals(file: unknown = verticalsFile): readonly Vertical[] {
  const parsed = verticalsFileSchema.parse(file);
  return Object.entries(parsed.roots).flatMap(([slug, root]) => [
    verticalOf(parsed, slug, root),
    ...Object.entries(root.leaves).map(([part, leaf]) =>
      verticalOf(parsed, `${slug}.${part}`, root, leaf),
    ),
  ]);
}

/** Leaf verticals by slug: those that a lead can be in. */
export function leafVerticals(
  verticals: readonly Vertical[] = loadVerticals(),
): ReadonlyMap<string, Vertical> {
  return new Map(verticals.filter(({ isLeaf }) => isLeaf).map((leaf) => [leaf.slug, leaf]));
}

function verticalOf(
  file: VerticalsFile,
  slug: string,
  root: RootEntry,
  leaf?: LeafEntry,
): Vertical {
  const own = leaf ?? root;
  const rules: VerticalRules = { ...file.defaults, ...rulesOf(root), ...(leaf && rulesOf(leaf)) };
  const reserve = leaf?.reserveUsd ?? root.reserveUsd;
  const fields: PublicFields = { ...root.fields, ...leaf?.fields };
  return {
    slug,
    id: verticalIdOf(slug),
    title: own.title,
    isLeaf: leaf !== undefined,
    fields,
    contactFields: rules.contactFields,
    config: {
      ...configOf(file, rules),
      minReserve: usdcOf(reserve.floor),
      parent: leaf === undefined ? NO_PARENT : verticalIdOf(slug.slice(0, slug.indexOf("."))),
    },
    reserveCeiling: usdcOf(reserve.ceiling),
    restrictedRegions:
      leaf === undefined ? rules.restrictedRegions : (leaf.restrictedRegions ?? []),
  };
}

/** The rules that an entry sets itself; absent ones must not hide what is inherited. */
function rulesOf(entry: RootEntry | LeafEntry): Partial<VerticalRules> {
  return Object.fromEntries(
    RULE_NAMES.filter((name) => entry[name] !== undefined).map((name) => [name, entry[name]]),
  );
}

function configOf(
  { windowPresets }: VerticalsFile,
  rules: VerticalRules,
): Omit<VerticalConfig, "minReserve" | "parent"> {
  const windows = windowPresets[rules.windows];
  return {
    commitWindow: windows.commitSeconds,
    revealWindow: windows.revealSeconds,
    deliveryWindow: windows.deliverySeconds,
    consentMaxAge: rules.consent.required ? rules.consent.maxAgeDays * DAY : 0,
    duplicateWindow: rules.duplicateWindowDays * DAY,
    bidBondBps: rules.bidBond.bps,
    deliveryBondBps: rules.deliveryBondBps,
    active: true,
    consentRequired: rules.consent.required,
    licenceRequired: rules.licenceRequired,
    bidBondMin: usdcOf(rules.bidBond.minUsd),
    bidBondMax: usdcOf(rules.bidBond.maxUsd),
  };
}
