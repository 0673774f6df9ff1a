import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

const done = new WeakSet<HardhatRuntimeEnvironment>();

/** Builds what is not built, for a task that needs it. Looking takes seconds, so a process does it once. */
export async function buildOnce(hre: HardhatRuntimeEnvironment): Promise<void> {
  if (done.has(hre)) return;
  await hre.tasks.getTask("build").run({ quiet: true });
  done.add(hre);
}
