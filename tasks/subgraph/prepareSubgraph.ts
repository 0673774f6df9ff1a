import { join } from "node:path";

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { chainIdOf } from "./chainIdOf.ts";
import { graftOf } from "./graft.ts";
import { readDeployment } from "./readDeployment.ts";

/**
 * Builds the subgraph for the deployment on the network that `--network` names.
 * @param graft see `graftOf`.
 * @returns its folder.
 */
export async function prepareSubgraph(
  hre: HardhatRuntimeEnvironment,
  folder: string | undefined,
  graft: string | undefined,
): Promise<{ readonly folder: string; readonly network: string }> {
  const base = graftOf(graft);
  const { cache, ignition } = hre.config.paths;
  const target = await readDeployment(join(ignition, "deployments"), await chainIdOf(hre));
  const outDir = folder ?? join(cache, "subgraph", target.network);
  await hre.tasks.getTask("build").run({ quiet: true });
  // It reads artifacts: not before the build.
  const { buildSubgraph } = await import("./buildSubgraph.ts");
  await buildSubgraph({ ...target, graft: base, outDir });
  return { folder: outDir, network: target.network };
}
