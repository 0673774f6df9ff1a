import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";

import { UPGRADABLE_NAMES } from "../../deploy/proxies.ts";
import {
  committedLayout,
  layoutFile,
  layoutsOf,
  requireCompatible,
} from "../../deploy/upgrades/storageLayouts.ts";
import { buildOnce } from "../build/buildOnce.ts";
import { plainAction } from "../cli/action.ts";

/** Writes the storage layouts of the daily build, unless a deployment could not take them over. */
export default plainAction(async (_args, hre) => {
  await buildOnce(hre);
  const layoutOf = await layoutsOf(hre);
  for (const name of UPGRADABLE_NAMES) {
    const layout = await layoutOf(name);
    const file = layoutFile(name);
    if (existsSync(file)) requireCompatible(name, await committedLayout(name), layout);
    await mkdir(new URL(".", file), { recursive: true });
    await writeFile(file, `${JSON.stringify(layout, null, 2)}\n`);
  }
  return {
    json: { contracts: UPGRADABLE_NAMES },
    text: `Wrote the storage layouts of ${UPGRADABLE_NAMES.length} contracts.`,
  };
});
