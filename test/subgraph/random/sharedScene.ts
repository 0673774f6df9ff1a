import hre from "hardhat";

import { openStack } from "../../../deploy/local/stack/openStack.ts";
import type { Stack } from "../../../deploy/local/stack/stack.ts";
import { buildSubgraph } from "../../../tasks/subgraph/buildSubgraph.ts";
import { openScene, type Scene } from "./scene.ts";

/** Random trading, and the stack where it takes place. */
interface SharedScene {
  readonly stack: Stack;
  readonly scene: Scene;
}

let opening: Promise<SharedScene> | undefined;

/** The one scene of random trading, on a stack of its own: it moves time, and leaves settings as chance has them. */
export function sharedScene(): Promise<SharedScene> {
  opening ??= open();
  return opening;
}

async function open(): Promise<SharedScene> {
  const stack = await openStack(hre, { buildSubgraph });
  // The moves say when a tie gets which word.
  await stack.vrf.close();
  return { stack, scene: await openScene(stack) };
}

after("close the stack of random trading", async () => {
  await opening?.then(({ stack }) => stack.close());
});
