import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";
import { getAddress, keccak256, stringToHex, type Address } from "viem";

import { loadVerticals } from "../../deploy/parameters/verticals.ts";
import { buildSubgraph } from "../../subgraph/build/buildSubgraph.ts";
import { eventSignature, type manifestOf } from "../../subgraph/build/manifest.ts";
import { runGraphCli } from "../../subgraph/build/graphCli.ts";
import {
  eventsOf,
  loadAbis,
  SOURCE_NAMES,
  SOURCES,
  type SourceAddresses,
  type SourceName,
} from "../../subgraph/build/sources.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";

type Manifest = ReturnType<typeof manifestOf>;

/** An address of its own for every contract. */
function addressesFrom(seed: string): SourceAddresses {
  const addressOf = (name: SourceName): Address =>
    getAddress(`0x${keccak256(stringToHex(seed + name)).slice(-40)}`);
  return Object.fromEntries(
    SOURCE_NAMES.map((name) => [SOURCES[name], addressOf(name)]),
  ) as SourceAddresses;
}

describe("the subgraph's build", () => {
  const addresses = addressesFrom("first");
  let outDir: string;
  let manifest: Manifest;
  let built: Manifest;

  const readManifest = async (...path: string[]) =>
    JSON.parse(await readFile(join(outDir, ...path), "utf8")) as Manifest;

  /** The compiled mappings, in which the names of imports and exports are plain text. */
  const readModule = () =>
    readFile(join(outDir, "build", built.dataSources[0]?.mapping.file ?? ""));

  before(async function () {
    // Compiles the mappings where nobody has done so yet.
    this.timeout(300_000);
    outDir = await mkdtemp(join(tmpdir(), "subgraph-"));
    await buildSubgraph({ network: "base", addresses, startBlock: 42, outDir });
    manifest = await readManifest("subgraph.yaml");
    built = await readManifest("build", "subgraph.yaml");
  });

  after(() => rm(outDir, { recursive: true, force: true }));

  it("has one data source per contract, where and since when it was deployed", () => {
    const found = manifest.dataSources.map(({ name, network, source, context }) => ({
      name,
      network,
      source,
      contractName: context.contractName.data,
    }));
    expect(found).to.deep.equal(
      SOURCE_NAMES.map((name) => ({
        name,
        network: "base",
        source: { address: addresses[SOURCES[name]], abi: name, startBlock: 42 },
        contractName: name,
      })),
    );
  });

  it("handles every event, by its signature", async () => {
    const abis = await loadAbis();
    for (const { name, mapping } of manifest.dataSources) {
      expect(mapping.eventHandlers.map(({ event }) => event)).to.deep.equal(
        eventsOf(abis[name]).map(eventSignature),
      );
    }
  });

  it("keeps all history: queries at any past block are answered", () => {
    for (const { indexerHints } of [manifest, built]) {
      expect(indexerHints).to.deep.equal({ prune: "never" });
    }
  });

  it("tells the mappings the public questions of every vertical, and of nothing else", () => {
    for (const { name, context } of manifest.dataSources) {
      const { contractName: _, ...questions } = context;
      const told = Object.entries(questions).map(([slug, { data }]) => [
        slug,
        JSON.parse(data) as unknown,
      ]);
      const known = loadVerticals().map(({ slug, fields }) => [slug, fields]);
      expect(told).to.deep.equal(name === "VerticalRegistry" ? known : []);
    }
  });

  it("asks for neither calls nor receipts", async () => {
    const text = await readFile(join(outDir, "subgraph.yaml"), "utf8");
    expect(text).to.not.match(/"(callHandlers|blockHandlers|receipt|calls)"/);
    const module = await readModule();
    expect(module.includes("store.set"), "imports are found").to.equal(true);
    expect(module.includes("ethereum.call"), "eth_call").to.equal(false);
  });

  it("compiles every handler that the manifest names", async () => {
    const module = await readModule();
    const handlers = built.dataSources.flatMap(({ mapping }) => mapping.eventHandlers);
    expect(handlers.filter(({ handler }) => !module.includes(handler))).to.deep.equal([]);
  });

  it("tells the built manifest the same, with the built files", async () => {
    for (const { name, source, mapping } of built.dataSources) {
      expect(source.address).to.equal(addresses[SOURCES[name]]);
      const abi = mapping.abis[0]?.file ?? "";
      expect(JSON.parse(await readFile(join(outDir, "build", abi), "utf8"))).to.be.an("array");
    }
  });

  it("is made anew for other addresses in the same folder", async () => {
    const others = addressesFrom("second");
    await buildSubgraph({ network: "base", addresses: others, startBlock: 7, outDir });
    const again = await readManifest("build", "subgraph.yaml");
    expect(again.dataSources.map(({ source }) => source.address)).to.deep.equal(
      SOURCE_NAMES.map((name) => others[SOURCES[name]]),
    );
  });

  it("says what graph-cli said when that fails", async () => {
    const failure = await runGraphCli(["codegen"], tmpdir()).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(LeadEngineError);
    expect((failure as Error).message).to.match(/^graph codegen failed:\n.*subgraph\.yaml/s);
  });
});

describe("an event's signature in a manifest", () => {
  it("marks what is indexed and spells structs, and arrays of them, as tuples", () => {
    const point = [
      { name: "x", type: "uint16" },
      { name: "y", type: "uint16" },
    ];
    const signature = eventSignature({
      type: "event",
      name: "Drawn",
      inputs: [
        { name: "id", type: "bytes32", indexed: true },
        { name: "points", type: "tuple[]", components: point },
        {
          name: "line",
          type: "tuple",
          components: [{ name: "a", type: "tuple", components: point }],
        },
      ],
    });
    expect(signature).to.equal("Drawn(indexed bytes32,(uint16,uint16)[],((uint16,uint16)))");
  });
});
