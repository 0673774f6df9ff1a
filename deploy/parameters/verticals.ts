import type { Hex } from "viem";

import type { PublicFields } from "../sdk/lead/publicFields.ts";
import { verticalIdOf, type Vertical, type VerticalConfig } from "../sdk/lead/vertical.ts";
import verticalsFile from "./verticals.json" with { type: "json" };
import {
  RULE_NAMES,
  verticalsFileSchema,
  type LeafEntry,
  type RootEntry,
  type VerticalRules,
  type VerticalsFile,
} from "./verticalSchema.ts";
import { usdcOf } from "../sdk/codes/usdc.ts";

const DAY = 86_400;
/** Parent of a root. */
const NO_PARENT: Hex = `0x${"00".repeat(32)}`;

/**
 * The verticals of `verticals.json`, or of another file of that form: every root followed by its leaves, so that they can be configured in
 * this order. A leaf inherits from its root, and a root from `defaults`; public fields add up, and a leaf's field replaces its root's of
 * the same name.
 * @throws {z.ZodError} names the place in the file and the rule.
 */
export function loadVerticals(file: unknown = verticalsFile): readonly Vertical[] {
  const parsed = verticalsFileSchema.parse(file);
  return Object.entries(parsed.roots).flatMap(([slug, root]) => {
    const own = verticalOf(parsed, slug, root);
    const leaves = Object.entries(root.leaves).map(([part, leaf]) =>
      verticalOf(parsed, `${slug}.${part}`, root, { leaf, parent: own.id }),
    );
    return [own, ...leaves];
  });
}

/** Leaf verticals by slug: those that a lead can be in. */
export function leafVerticals(
  verticals: readonly Vertical[] = loadVerticals(),
): ReadonlyMap<string, Vertical> {
  return new Map(verticals.filter(({ isLeaf }) => isLeaf).map((leaf) => [leaf.slug, leaf]));
}

/** Roots by slug. */
export function rootVerticals(
  verticals: readonly Vertical[] = loadVerticals(),
): ReadonlyMap<string, Vertical> {
  return new Map(verticals.filter(({ isLeaf }) => !isLeaf).map((root) => [root.slug, root]));
}

function verticalOf(
  file: VerticalsFile,
  slug: string,
  root: RootEntry,
  { leaf, parent = NO_PARENT }: { readonly leaf?: LeafEntry; readonly parent?: Hex } = {},
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
      parent,
    },
    reserveCeiling: usdcOf(reserve.ceiling),
    restrictedRegions:
      leaf === undefined ? rules.restrictedRegions : (leaf.restrictedRegions ?? []),
  };
}

/** The rules that an entry sets itself; absent ones must not hide inherited ones. */
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
