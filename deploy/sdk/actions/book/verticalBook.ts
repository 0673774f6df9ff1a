import { parseEventLogs, zeroHash, type Hex } from "viem";
import { getContractEvents } from "viem/actions";

import type { Client } from "../../client.ts";
import type { VerticalsQuery } from "../../generated/queries.ts";
import type { PublicField } from "../../lead/publicFields.ts";
import { hexToRegion } from "../../lead/region.ts";
import type { VerticalConfig } from "../../lead/vertical.ts";
import { pastEventsUpTo } from "../../pastEvents.ts";

/** A vertical as the subgraph lists it. */
export type VerticalRow = VerticalsQuery["verticals"][number];

/** A vertical as the registry's events leave it. */
export interface VerticalRecord {
  readonly id: Hex;
  readonly slug: string;
  readonly config: VerticalConfig;
  /** Regions that it is closed to. */
  readonly restricted: readonly string[];
}

/** Verticals by id. */
export type VerticalBook = ReadonlyMap<Hex, VerticalRecord>;

/** All verticals as the registry's events tell them up to `block`: it keeps no list. */
export async function verticalBookOf(client: Client, block: bigint): Promise<VerticalBook> {
  const { abi, address } = client.contracts.registry;
  const logs = await pastEventsUpTo(client, block, (range) =>
    getContractEvents(client.publicClient, { abi, address, ...range }),
  );
  const book = new Map<Hex, VerticalRecord>();
  const closed = new Map<Hex, Set<string>>();
  const names = ["VerticalConfigured", "RegionRestrictionSet"] as const;
  for (const { eventName, args } of parseEventLogs({ abi, eventName: [...names], logs })) {
    const id = args.vertical;
    if (eventName === "VerticalConfigured") {
      book.set(id, { id, slug: args.slug, config: args.config, restricted: [] });
    } else {
      const regions = closed.get(id) ?? new Set();
      closed.set(id, regions);
      if (args.restricted) regions.add(hexToRegion(args.region));
      else regions.delete(hexToRegion(args.region));
    }
  }
  return new Map(
    [...book].map(([id, record]) => [id, { ...record, restricted: [...(closed.get(id) ?? [])] }]),
  );
}

/** The slug of a vertical; its id where nobody has configured it. */
export function slugIn(book: VerticalBook, vertical: Hex): string {
  return book.get(vertical)?.slug ?? vertical;
}

/** Verticals whose slug begins so, in the order of their slugs. The client knows their public questions: the chain does not. */
export function verticalRows(client: Client, book: VerticalBook, slug: string): VerticalRow[] {
  return [...book.values()]
    .filter((vertical) => vertical.slug.startsWith(slug))
    .sort((a, b) => (a.slug < b.slug ? -1 : 1))
    .map((vertical) => rowOf(client, vertical));
}

function rowOf(client: Client, { id, slug, config, restricted }: VerticalRecord): VerticalRow {
  const { fields = {} } = client.verticals.get(slug) ?? client.roots.get(slug) ?? {};
  const names = Object.keys(fields).sort();
  return {
    ...{ id, slug },
    active: config.active,
    commitWindow: String(config.commitWindow),
    revealWindow: String(config.revealWindow),
    deliveryWindow: String(config.deliveryWindow),
    consentRequired: config.consentRequired,
    consentMaxAge: String(config.consentMaxAge),
    duplicateWindow: String(config.duplicateWindow),
    licenceRequired: config.licenceRequired,
    bidBondBps: config.bidBondBps,
    bidBondMin: String(config.bidBondMin),
    bidBondMax: String(config.bidBondMax),
    deliveryBondBps: config.deliveryBondBps,
    minReserve: String(config.minReserve),
    parent: config.parent === zeroHash ? null : { id: config.parent },
    attributes: names.flatMap((name) => {
      const field = fields[name];
      return field === undefined ? [] : [questionOf(name, field)];
    }),
    restrictions: restricted.map((region) => ({ region })),
  };
}

const KINDS = { band: "Band", boolean: "Flag", enum: "Option" } as const;

function questionOf(name: string, field: PublicField): VerticalRow["attributes"][number] {
  return {
    name,
    title: field.title,
    kind: KINDS[field.type],
    unit: field.type === "band" ? field.unit : null,
    edges: field.type === "band" ? [...field.edges] : [],
    options: field.type === "enum" ? [...field.options] : [],
  };
}
