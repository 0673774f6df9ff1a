import type { AbiEvent, AbiParameter } from "viem";

import { loadVerticals } from "../../deploy/parameters/verticals.ts";
import {
  eventsOf,
  SOURCE_NAMES,
  SOURCES,
  type SourceAbis,
  type SourceAddresses,
  type SourceName,
} from "./sources.ts";

const SPEC_VERSION = "1.3.0";
const API_VERSION = "0.0.9";

/** Key of a data source's context under which the mappings find the contract's name. */
const CONTRACT_NAME = "contractName";
/** The contract for whose verticals the mappings need the public questions, which the chain does not know. */
const REGISTRY: SourceName = "VerticalRegistry";

/** Where a new version continues from an older one, instead of indexing everything again. */
export interface Graft {
  /** Id of the older version's deployment, on the same Graph Node. */
  readonly base: string;
  /** Last block that is taken over from it. */
  readonly block: number;
}

/** Where the subgraph runs. */
export interface ManifestTarget {
  /** The chain as Graph Node knows it, such as `base`. */
  readonly network: string;
  readonly addresses: SourceAddresses;
  /** Block of the protocol's first event, or an earlier one. */
  readonly startBlock: number;
  /** The older version that it continues from; undefined for none. */
  readonly graft?: Graft | undefined;
}

/** What the subgraph is made of. */
export interface ManifestContent {
  readonly abis: SourceAbis;
  /** Entity types of the schema. */
  readonly entities: readonly string[];
}

/** Where a manifest's files lie, relative to it. */
export interface ManifestLayout {
  readonly abi: (name: SourceName) => string;
  readonly mapping: string;
}

/** The files that graph-cli compiles. */
export const SOURCE_LAYOUT: ManifestLayout = {
  abi: (name) => `./abis/${name}.json`,
  mapping: "./src/mapping.ts",
};

/** The files that graph-cli makes: one module, in the folder of the first data source. */
export const BUILD_LAYOUT: ManifestLayout = {
  abi: (name) => `${name}/${name}.json`,
  mapping: `${SOURCE_NAMES[0]}/${SOURCE_NAMES[0]}.wasm`,
};

/** Events of a contract that share their name with another contract's, but have other inputs or mean something else. */
const NAMESAKES: Partial<Record<SourceName, readonly string[]>> = {
  AuctionKeeper: ["WorkflowSet"],
  BountyMatcher: ["WorkflowSet"],
  PolicyEngine: ["RoleGranted", "RoleRevoked", "RoleAdminChanged"],
};

/** Name of the function that handles an event of a contract. */
export function handlerOf(source: SourceName, event: string): string {
  const isNamesake = NAMESAKES[source]?.includes(event) ?? false;
  return `handle${isNamesake ? source : ""}${event}`;
}

/** The manifest: one data source per contract, one handler per event. */
export function manifestOf(
  { network, addresses, startBlock, graft }: ManifestTarget,
  { abis, entities }: ManifestContent,
  layout: ManifestLayout,
) {
  const dataSourceOf = (name: SourceName) => ({
    kind: "ethereum/contract",
    name,
    network,
    source: { address: addresses[SOURCES[name]], abi: name, startBlock },
    context: contextOf(name),
    mapping: {
      kind: "ethereum/events",
      apiVersion: API_VERSION,
      language: "wasm/assemblyscript",
      entities: [...entities],
      abis: [{ name, file: layout.abi(name) }],
      eventHandlers: eventsOf(abis[name]).map((event) => ({
        event: eventSignature(event),
        handler: handlerOf(name, event.name),
      })),
      file: layout.mapping,
    },
  });
  return {
    specVersion: SPEC_VERSION,
    description: "Sealed-bid auctions of consumer leads",
    schema: { file: "./schema.graphql" },
    // Queries at any past block: the story of a lead, audits, and clients that page at one block.
    indexerHints: { prune: "never" },
    ...(graft === undefined ? {} : { features: ["grafting"], graft }),
    dataSources: SOURCE_NAMES.map(dataSourceOf),
  };
}

interface ContextText {
  readonly type: "String";
  readonly data: string;
}
/** Texts by their keys. */
type Context = Readonly<Record<string, ContextText>> & {
  readonly [CONTRACT_NAME]: ContextText;
};

/** What the mappings of a data source know besides events: the contract's name, and for the registry each vertical's public questions. */
function contextOf(name: SourceName): Context {
  const questions = name === REGISTRY ? loadVerticals() : [];
  const text = (data: string): ContextText => ({ type: "String", data });
  return {
    [CONTRACT_NAME]: text(name),
    ...Object.fromEntries(
      questions.map(({ slug, fields }) => [slug, text(JSON.stringify(fields))]),
    ),
  };
}

/** An event as a manifest names it: canonical types, each indexed one marked. */
export function eventSignature({ name, inputs }: AbiEvent): string {
  const types = inputs.map(
    (input) => `${input.indexed === true ? "indexed " : ""}${typeOf(input)}`,
  );
  return `${name}(${types.join(",")})`;
}

/** Canonical type: a tuple by its components, with its array suffix. */
function typeOf(parameter: AbiParameter): string {
  if (!("components" in parameter)) return parameter.type;
  const components = parameter.components.map(typeOf).join(",");
  return `(${components})${parameter.type.slice("tuple".length)}`;
}

/** A manifest as a file's text: JSON, which is YAML too. */
export function renderManifest(...parts: Parameters<typeof manifestOf>): string {
  return `${JSON.stringify(manifestOf(...parts), undefined, 2)}\n`;
}

/** Addresses and start blocks of the data sources on the network, as graph-cli's `networks.json` has them. */
export function renderNetworks({ network, addresses, startBlock }: ManifestTarget): string {
  const sources = SOURCE_NAMES.map((name) => [
    name,
    { address: addresses[SOURCES[name]], startBlock },
  ]);
  return `${JSON.stringify({ [network]: Object.fromEntries(sources) as unknown }, undefined, 2)}\n`;
}
