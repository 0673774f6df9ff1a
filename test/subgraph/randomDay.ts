import assert from "node:assert/strict";

import type { Stack } from "../../deploy/local/stack/stack.ts";
import { OPENING } from "../fixtures/stackMarketDay.ts";
import { assertAgreement, type Agreement } from "./agreement.ts";
import { ENTITY_TYPES } from "./facts/entityTypes.ts";
import { assertPhases } from "./phases.ts";
import { movesOf, play } from "./random/day.ts";
import { scheduleAll } from "./random/governance.ts";
import type { Scene } from "./random/scene.ts";
import { openScenery } from "./random/openScenery.ts";

/** Other days by `SEED`, longer ones by `MOVES`. */
const { SEED = "42", MOVES = "800" } = process.env;
const MILLISECONDS_PER_MOVE = 150;
/** How often the day may be made longer by a part of another, for what has not happened yet. */
const EXTENSIONS = 5;

describe(`the subgraph after a random day (SEED=${SEED} MOVES=${MOVES} repeats it)`, () => {
  const moves = movesOf(Number(SEED), Number(MOVES));
  let stack: Stack;
  let scene: Scene;
  let end: Agreement;

  before(async function () {
    this.timeout(OPENING);
    ({ stack, scene } = await openScenery());
    for (const { move } of moves.slice(0, 1)) await scheduleAll(scene, move);
  });
  after(() => stack.close());

  it("holds what the chain says in the middle of the day", async () => {
    await play(scene, moves.slice(0, moves.length / 2));
    await assertPhases(await assertAgreement(stack));
  }).timeout(60_000 + moves.length * MILLISECONDS_PER_MOVE);

  it("holds what the chain says at its end", async () => {
    await play(scene, moves.slice(moves.length / 2));
    end = await assertAgreement(stack);
    await assertPhases(end);
  }).timeout(60_000 + moves.length * MILLISECONDS_PER_MOVE);

  // What chance brings depends on how fast the machine is, since the chain's clock goes on with the wall clock: rare ends may take longer.
  it("comes by every type of entity", async () => {
    for (const part of parts(movesOf(Number(SEED) + 1, Number(MOVES)), EXTENSIONS)) {
      if (missingTypes(end).length === 0) break;
      await play(scene, part);
      end = await assertAgreement(stack);
    }
    assert.deepEqual(missingTypes(end), []);
  }).timeout(EXTENSIONS * 60_000 + moves.length * MILLISECONDS_PER_MOVE);
});

function missingTypes({ facts }: Agreement): string[] {
  return [...ENTITY_TYPES.keys()].filter((name) => facts.get(name)?.size === 0);
}

function parts<T>(items: readonly T[], count: number): T[][] {
  const size = Math.ceil(items.length / count);
  return Array.from({ length: count }, (_, i) => items.slice(i * size, (i + 1) * size));
}
