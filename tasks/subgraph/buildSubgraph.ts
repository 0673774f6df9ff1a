import { cp, mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

import { compileMappings, linkModules } from "./compileMappings.ts";
import {
  BUILD_LAYOUT,
  renderManifest,
  renderNetworks,
  SOURCE_LAYOUT,
  type ManifestTarget,
} from "./manifest.ts";
import { loadAbis } from "./sources.ts";
import { entitiesOf, readSchema } from "./subgraphSources.ts";

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
