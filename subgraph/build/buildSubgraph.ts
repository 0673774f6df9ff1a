import { createHash, randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cp, mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

import { zeroAddress } from "viem";

import { entitiesOf, readSchema } from "./apiSchema.ts";
import { runGraphCli } from "./graphCli.ts";
import {
  BUILD_LAYOUT,
  renderManifest,
  renderNetworks,
  SOURCE_LAYOUT,
  type ManifestContent,
  type ManifestTarget,
} from "./manifest.ts";
import { loadAbis, SOURCE_NAMES, SOURCES, type SourceAddresses } from "./sources.ts";

const PROJECT = fileURLToPath(new URL("../../", import.meta.url));
const CACHE = join(PROJECT, "cache", "subgraph", "compiled");
/** The folder with schema and mappings. */
const SUBGRAPH = fileURLToPath(new URL("../", import.meta.url));
/** What graph-cli compiles from that folder. */
const COMPILED = ["schema.graphql", "src"] as const;
/** Addresses of a manifest that is only compiled. */
const NOWHERE = Object.fromEntries(
  Object.values(SOURCES).map((source) => [source, zeroAddress]),
) as unknown as SourceAddresses;

/** What a subgraph is built for, and where to. */
export interface BuildOptions extends ManifestTarget {
  /** Folder outside the repository, or one that git ignores. */
  readonly outDir: string;
}

/**
 * Builds the subgraph for one deployment: manifest, schema, mappings and ABIs in `outDir`, the compiled form in `outDir/build`.
 * ABIs come from the artifacts, so the contracts must have been built. With `outDir` as working directory,
 * `gnd dev --manifests ./subgraph.yaml` runs it. `networks.json` has its addresses for graph-cli's `--network`.
 * @returns the path of the manifest.
 */
export async function buildSubgraph({
  outDir,
  ...target
}: BuildOptions): Promise<{ manifest: string }> {
  const content = { abis: await loadAbis(), entities: entitiesOf(readSchema()) };
  const compiled = await compileMappings(content);
  await mkdir(outDir, { recursive: true });
  await cp(compiled, outDir, {
    recursive: true,
    filter: (path) => basename(path) !== "node_modules",
  });
  await linkModules(outDir);
  const manifest = join(outDir, "subgraph.yaml");
  await writeFile(manifest, renderManifest(target, content, SOURCE_LAYOUT));
  await writeFile(
    join(outDir, "build", "subgraph.yaml"),
    renderManifest(target, content, BUILD_LAYOUT),
  );
  await writeFile(join(outDir, "networks.json"), renderNetworks(target));
  return { manifest };
}

/**
 * Compiles schema and mappings by graph-cli's `codegen` and `build`. That takes seconds and does not depend on addresses, so the result is
 * kept under `cache/` and made only once from the same sources.
 * @returns the folder with sources, ABIs, generated types and build, to copy, not to change.
 */
async function compileMappings(content: ManifestContent): Promise<string> {
  const target = { network: "any", addresses: NOWHERE, startBlock: 0 };
  const manifest = renderManifest(target, content, SOURCE_LAYOUT);
  const folder = join(CACHE, sourcesHash([manifest, content.abis, compilerVersions()]));
  if (existsSync(folder)) return folder;

  const draft = `${folder}.${randomBytes(4).toString("hex")}`;
  try {
    await mkdir(join(draft, "abis"), { recursive: true });
    for (const source of COMPILED) {
      await cp(join(SUBGRAPH, source), join(draft, source), { recursive: true });
    }
    for (const name of SOURCE_NAMES) {
      await writeFile(join(draft, SOURCE_LAYOUT.abi(name)), JSON.stringify(content.abis[name]));
    }
    await writeFile(join(draft, "subgraph.yaml"), manifest);
    await linkModules(draft);
    await runGraphCli(["codegen"], draft);
    await runGraphCli(["build"], draft);
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another process may have made the same folder in the meantime: it is as good.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** Lets graph-cli find graph-ts from any folder. */
async function linkModules(folder: string): Promise<void> {
  const link = join(folder, "node_modules");
  if (!existsSync(link)) await symlink(join(PROJECT, "node_modules"), link, "junction");
}

function compilerVersions(): string[] {
  const require = createRequire(import.meta.url);
  return ["@graphprotocol/graph-cli", "@graphprotocol/graph-ts"].map(
    (name) => (require(`${name}/package.json`) as { version: string }).version,
  );
}

/** Paths of the mappings' files, absolute, in a fixed order. */
export function mappingFiles(): string[] {
  const folder = join(SUBGRAPH, "src");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .sort()
    .map((file) => join(folder, file));
}

/** A hash that changes with the schema, a mapping, or anything in `others`. */
function sourcesHash(others: unknown): string {
  const hash = createHash("sha256").update(JSON.stringify(others)).update(readSchema());
  for (const file of mappingFiles())
    hash.update(file.slice(SUBGRAPH.length)).update(readFileSync(file));
  return hash.digest("hex").slice(0, 32);
}
