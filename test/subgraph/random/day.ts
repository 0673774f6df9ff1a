import fc from "fast-check";

import { stepFor } from "../../contracts/model/menu.ts";
import { anyMove, pick, type Move } from "../../contracts/model/move.ts";
import type { Step } from "../../contracts/model/step.ts";
import { CHORES } from "./chores.ts";
import { executeDue } from "./governance.ts";
import { attempt, keepTime, type Scene } from "./scene.ts";

/** A move of the market or a chore beside it. */
export interface DayMove {
  readonly isChore: boolean;
  /** Whether it may be an erasure, or the compliance desk's. */
  readonly hasExtras: boolean;
  readonly move: Move;
}

const anyDayMove: fc.Arbitrary<DayMove> = fc.record({
  isChore: fc.integer({ min: 0, max: 9 }).map((n) => n < 2),
  hasExtras: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
  move: anyMove,
});

/** The moves of a day: the same seed gives the same. */
export function movesOf(seed: number, count: number): readonly DayMove[] {
  const day = fc.array(anyDayMove, { minLength: count, maxLength: count, size: "max" });
  const [moves = []] = fc.sample(day, { seed, numRuns: 1 });
  return moves;
}

/** Lifts all sanctions: with half of the traders sanctioned hardly anything is sold. */
export async function pardon(scene: Scene): Promise<void> {
  const { stage, model, steps } = scene;
  const sanctioned = [...stage.traders, stage.keeper].filter(({ address }) =>
    model.denied.has(address),
  );
  for (const party of sanctioned) await take(scene, steps.sanction(party));
}

/** Plays moves; whatever the contracts refuse has not happened. */
export async function play(scene: Scene, moves: readonly DayMove[]): Promise<void> {
  const { stage, model, steps } = scene;
  for (const { isChore, hasExtras, move } of moves) {
    if (isChore) {
      await executeDue(scene);
      await pick(CHORES, move.action)?.(scene, move);
      await keepTime(scene);
    } else {
      const step = stepFor(stage, model, steps, move, hasExtras);
      if (step !== undefined) await take(scene, step);
    }
  }
}

/** Plays moves until so many blocks are made; a few more when the last move makes several. */
export async function playBlocks(
  scene: Scene,
  moves: readonly DayMove[],
  blocks: bigint,
): Promise<void> {
  const { publicClient } = scene.stage;
  const end = (await publicClient.getBlockNumber({ cacheTime: 0 })) + blocks;
  for (const move of moves) {
    if ((await publicClient.getBlockNumber({ cacheTime: 0 })) >= end) return;
    await play(scene, [move]);
  }
  throw new Error(`${moves.length} moves do not make ${blocks} blocks.`);
}

/** Does a step on chain and, where the contracts took it, in the model, which chooses the moves that fit. */
export async function take(
  scene: Scene,
  { chain, model: inModel, delay = 1 }: Step,
): Promise<void> {
  const { model, stage } = scene;
  // The chain's clock may have gone on by itself: with the wall clock, while other transactions came.
  await keepTime(scene);
  const now = model.now + delay;
  await stage.connection.networkHelpers.time.setNextBlockTimestamp(now);
  const isTaken = await attempt(chain);
  model.now = now;
  if (isTaken) inModel();
}
