import { Steps } from "../../contracts/model/steps.ts";
import type { Scene } from "./scene.ts";

/** The same situation, to go on from separately: for a chain that forks. */
export function forkScene(scene: Scene): Scene {
  const model = scene.model.copy();
  const steps = new Steps(scene.stage, model);
  const [delayed, retired] = [[...scene.delayed], [...scene.retired]];
  const [strays, bounties] = [[...scene.strays], [...scene.bounties]];
  return { ...scene, model, steps, delayed, retired, strays, bounties };
}
