import { z } from "zod";

import { CONTACT_FIELDS, type ContactField, regionSchema } from "../sdk/lead/lead.ts";
import { isPiiField, fieldNameSchema, publicFieldSchema } from "../sdk/lead/publicFields.ts";

const DAY = 86_400;
const HOUR = 3_600;

/** Bounds that `VerticalRegistry` enforces; checked here too so that a mistake shows before anything is deployed. */
export const BOUNDS = {
  bidWindow: { min: 10, max: 7 * DAY },
  deliveryWindow: { min: 60, max: 7 * DAY },
  maxBidBondBps: 10_000,
  maxDeliveryBondBps: 5_000,
  /** Longer than the rollup's forced inclusion (12 h), so no sequencer can keep an opening out. */
  safeRevealWindow: 13 * HOUR,
} as const;

const bidWindow = z.int().min(BOUNDS.bidWindow.min).max(BOUNDS.bidWindow.max);
const days = z.int().min(1).max(365);
const usd = z.number().positive().max(1_000_000);
const slugPart = z.string().regex(/^[a-z][a-z0-9_]{1,31}$/, "a slug's part is snake_case");

const windowsSchema = z.strictObject({
  commitSeconds: bidWindow,
  revealSeconds: bidWindow,
  deliverySeconds: z.int().min(BOUNDS.deliveryWindow.min).max(BOUNDS.deliveryWindow.max),
});

/**
 * Windows of an auction, one of three:
 * - `fast`: a minute of bidding, for leads that go cold. A sequencer that holds transactions back could keep a bid or an opening out.
 * - `standard`: half an hour each, longer than common outages.
 * - `safe`: reveals outlast forced inclusion, so an opening always gets in and no bond is lost to censorship. Costs no time when bidders
 *   are prompt: the phase ends as soon as all bids are open.
 */
const windowPresetsSchema = z
  .strictObject({ fast: windowsSchema, standard: windowsSchema, safe: windowsSchema })
  .refine(({ safe }) => safe.revealSeconds >= BOUNDS.safeRevealWindow, {
    path: ["safe", "revealSeconds"],
    message: "must outlast the rollup's forced inclusion: 13 h or more",
  });

const publicFieldsSchema = z.record(
  fieldNameSchema.refine((name) => !isPiiField(name), "is personal data and cannot be public"),
  publicFieldSchema,
);

/**
 * What every vertical has once root and leaf are merged, public fields apart. A bidder's flat bond is `bidBond.bps` of the reserve, kept
 * between `minUsd` and `maxUsd`; the seller's is `deliveryBondBps` of the reserve.
 */
const rulesShape = {
  windows: z.enum(["fast", "standard", "safe"]),
  bidBond: z
    .strictObject({ bps: z.int().min(1).max(BOUNDS.maxBidBondBps), minUsd: usd, maxUsd: usd })
    .refine(({ minUsd, maxUsd }) => minUsd <= maxUsd, "minUsd must not exceed maxUsd"),
  deliveryBondBps: z.int().min(0).max(BOUNDS.maxDeliveryBondBps),
  consent: z.strictObject({ required: z.boolean(), maxAgeDays: days }),
  licenceRequired: z.boolean(),
  duplicateWindowDays: days,
  restrictedRegions: z.array(regionSchema),
  contactFields: z.array(z.enum(CONTACT_FIELDS as [ContactField, ...ContactField[]])).min(1),
};
const rulesSchema = z.strictObject(rulesShape);

/** Names of the rules that are inherited. */
export const RULE_NAMES = Object.keys(rulesShape) as (keyof VerticalRules)[];

const reserveUsd = z
  .strictObject({ floor: usd, ceiling: usd })
  .refine(({ floor, ceiling }) => floor < ceiling, "floor must lie below ceiling");

const title = z.string().min(2).max(60);

/** A leaf says only what differs from its root. */
const leafSchema = z.strictObject({
  ...rulesSchema.partial().shape,
  title,
  reserveUsd: reserveUsd.optional(),
  fields: publicFieldsSchema,
});

const rootSchema = z.strictObject({
  ...rulesSchema.partial().shape,
  title,
  reserveUsd,
  fields: publicFieldsSchema,
  leaves: z.record(slugPart, leafSchema),
});

/** Schema of `verticals.json`. */
export const verticalsFileSchema = z.strictObject({
  windowPresets: windowPresetsSchema,
  defaults: rulesSchema,
  roots: z.record(slugPart, rootSchema),
});

/** `verticals.json`, parsed. */
export type VerticalsFile = z.infer<typeof verticalsFileSchema>;
/** Rules of one vertical after inheritance. */
export type VerticalRules = z.infer<typeof rulesSchema>;
/** A root as the file has it. */
export type RootEntry = VerticalsFile["roots"][string];
/** A leaf as the file has it. */
export type LeafEntry = RootEntry["leaves"][string];
