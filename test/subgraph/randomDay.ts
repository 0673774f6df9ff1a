import assert from "node:assert/strict";

import type { Stack } from "../../deploy/local/stack/stack.ts";
import { OPENING } from "../fixtures/stackMarketDay.ts";
import { assertAgreement, type Agreement } from "./agreement.ts";
import { ENTITY_TYPES } from "./facts/entityTypes.ts";
import { assertPhases } from "./phases.ts";
import { movesOf, play } from "./random/day.ts";
import { scheduleAll } from "./random/governance.ts";
import { rareEnds } from "./random/rareEnds.ts";
import type { Scene } from "./random/scene.ts";
import { openScenery } from "./random/openScenery.ts";

/** Other days by `SEED`, longer ones by `MOVES`. */
const { SEED = "42", MOVES = "800" } = process.env;
const MILLISECONDS_PER_MOVE = 150;

describe(`the subgraph after a random day (SEED=${SEED} MOVES=${MOVES} repeats it)`, () => {
  const moves = movesOf(Number(SEED), Number(MOVES));
  let stack: Stack;
  let scene: Scene;
  let end: Agreement;

  before(async function () {
    this.timeout(OPENING);
    ({ stack, scene } = await openScenery());
    await rareEnds(scene);
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

  it("has come by every type of entity", () => {
    const missing = [...ENTITY_TYPES.keys()].filter((name) => end.facts.get(name)?.size === 0);
    assert.deepEqual(missing, []);
  });
});
