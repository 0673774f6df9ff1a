import path from "node:path";

import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";

const DAILY = "default";

const built = new WeakMap<
  HardhatRuntimeEnvironment,
  Map<string, Promise<HardhatRuntimeEnvironment>>
>();

/**
 * Builds the contracts with a profile, unless that is done, and returns a runtime environment that has their artifacts. All but the daily
 * build are below the cache, each in a folder of its own, so that they do not undo each other. A process builds once; a build that failed is tried again.
 * @throws {LeadEngineError} the configuration has no such profile.
 */
export async function builtRuntime(
  hre: HardhatRuntimeEnvironment,
  profile: string,
): Promise<HardhatRuntimeEnvironment> {
  const runtimes = built.get(hre) ?? new Map<string, Promise<HardhatRuntimeEnvironment>>();
  built.set(hre, runtimes);
  const runtime = runtimes.get(profile) ?? build(hre, profile);
  runtimes.set(profile, runtime);
  try {
    return await runtime;
  } catch (error) {
    // What failed is built again when it is asked for again.
    if (runtimes.get(profile) === runtime) runtimes.delete(profile);
    throw error;
  }
}

async function build(
  hre: HardhatRuntimeEnvironment,
  profile: string,
): Promise<HardhatRuntimeEnvironment> {
  const { profiles } = hre.config.solidity;
  if (profiles[profile] === undefined) {
    throw new LeadEngineError(
      "UNKNOWN_PROFILE",
      `The configuration has no build profile ${profile}.`,
      `Choose one of ${Object.keys(profiles).join(", ")}.`,
    );
  }
  const { paths, typechain } = profile === DAILY ? hre.userConfig : placesOf(hre, profile);
  const runtime = await createHardhatRuntimeEnvironment(
    { ...hre.userConfig, ...(paths && { paths }), ...(typechain && { typechain }) },
    { ...hre.globalOptions, buildProfile: profile },
    hre.config.paths.root,
  );
  await runtime.tasks.getTask("build").run({ quiet: true });
  return runtime;
}

/** Where a build of its own goes. */
function placesOf({ userConfig, config }: HardhatRuntimeEnvironment, profile: string) {
  const folder = path.join(config.paths.root, "cache", profile);
  return {
    paths: { ...userConfig.paths, artifacts: path.join(folder, "artifacts"), cache: folder },
    typechain: { ...userConfig.typechain, outDir: path.join(folder, "types") },
  };
}
