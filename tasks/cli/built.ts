import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { buildOnce } from "../build/buildOnce.ts";

/** What the SDK imports and the build writes. */
const GENERATED = fileURLToPath(new URL("../../deploy/sdk/generated/abis.ts", import.meta.url));

/** Loads an action once the build has written what it imports: on a fresh clone nothing is there yet. */
export function built<ActionT>(load: () => Promise<ActionT>): () => Promise<ActionT> {
  return async () => {
    if (!existsSync(GENERATED)) {
      const { default: hre } = await import("hardhat");
      await buildOnce(hre);
    }
    return load();
  };
}
