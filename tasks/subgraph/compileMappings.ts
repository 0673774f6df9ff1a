import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { zeroAddress } from "viem";

import { runGraphCli } from "./graphCli.ts";
import { renderManifest, SOURCE_LAYOUT, type ManifestContent } from "./manifest.ts";
import { SOURCE_NAMES, SOURCES, type SourceAddresses } from "./sources.ts";
import { COMPILED_SOURCES, SUBGRAPH_SOURCES, sourcesHash } from "./subgraphSources.ts";

const PROJECT = fileURLToPath(new URL("../../", import.meta.url));
const CACHE = join(PROJECT, "cache", "subgraph", "compiled");
/** Addresses of a manifest that is only compiled. */
const NOWHERE = Object.fromEntries(
  Object.values(SOURCES).map((source) => [source, zeroAddress]),
) as unknown as SourceAddresses;

/**
 * Compiles schema and mappings by graph-cli's `codegen` and `build`. That takes seconds and does not depend on addresses, so the result
 * is kept under `cache/` and made only once from the same sources.
 * @returns the folder with sources, ABIs, generated types and build, to be copied and not to be changed.
 */
export async function compileMappings(content: ManifestContent): Promise<string> {
  const target = { network: "any", addresses: NOWHERE, startBlock: 0 };
  const manifest = renderManifest(target, content, SOURCE_LAYOUT);
  const folder = join(CACHE, sourcesHash([manifest, content.abis, compilerVersions()]));
  if (existsSync(folder)) return folder;

  const draft = `${folder}.${randomBytes(4).toString("hex")}`;
  try {
    await mkdir(join(draft, "abis"), { recursive: true });
    for (const source of COMPILED_SOURCES) {
      await cp(join(SUBGRAPH_SOURCES, source), join(draft, source), { recursive: true });
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
    // Somebody else can have made the same folder in the meantime: it is as good.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** Lets graph-cli find graph-ts from a folder anywhere. */
export async function linkModules(folder: string): Promise<void> {
  const link = join(folder, "node_modules");
  if (!existsSync(link)) await symlink(join(PROJECT, "node_modules"), link, "junction");
}

function compilerVersions(): string[] {
  const require = createRequire(import.meta.url);
  return ["@graphprotocol/graph-cli", "@graphprotocol/graph-ts"].map(
    (name) => (require(`${name}/package.json`) as { version: string }).version,
  );
}
