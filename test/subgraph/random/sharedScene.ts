import { stackMarketDay } from "../../fixtures/stackMarketDay.ts";
import { openScene, type Scene } from "./scene.ts";

let opening: Promise<Scene> | undefined;

/** The one scene of random trading on the shared stack, opened after its market day. */
export function sharedScene(): Promise<Scene> {
  opening ??= open();
  return opening;
}

async function open(): Promise<Scene> {
  const { stack } = await stackMarketDay();
  // The moves say when a tie gets which word.
  await stack.vrf.close();
  return openScene(stack);
}
