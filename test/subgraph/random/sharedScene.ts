import { stackMarketDay } from "../../fixtures/stackMarketDay.ts";
import { openScene, type Scene } from "./scene.ts";

let opening: Promise<Scene> | undefined;

/** The one scene of random trading on the shared stack, opened after its market day. */
export function sharedScene(): Promise<Scene> {
  opening ??= stackMarketDay().then(({ stack }) => openScene(stack));
  return opening;
}
