import hre from "hardhat";

import { openStack } from "../../../deploy/local/stack/openStack.ts";
import type { Stack } from "../../../deploy/local/stack/stack.ts";
import { buildSubgraph } from "../../../subgraph/build/buildSubgraph.ts";
import { openScene, type Scene } from "./scene.ts";

/** A stack of its own for random trading, which moves time and leaves settings as chance has them. Close it. */
export async function openScenery(): Promise<{ readonly stack: Stack; readonly scene: Scene }> {
  const stack = await openStack(hre, { buildSubgraph });
  // The moves say when a tie gets which word.
  await stack.vrf.close();
  return { stack, scene: await openScene(stack) };
}
