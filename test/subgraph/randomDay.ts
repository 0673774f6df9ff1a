import assert from "node:assert/strict";

import { stackMarketDay } from "../fixtures/stackMarketDay.ts";
import { assertAgreement } from "./agreement.ts";
import { ENTITY_TYPES } from "./facts/entityTypes.ts";
import { movesOf, play } from "./random/day.ts";
import { openScene } from "./random/scene.ts";

/** Other days by `SEED`, longer ones by `MOVES`. */
const { SEED = "2026", MOVES = "400" } = process.env;

describe("the subgraph after a random day", () => {
  it(`holds what the chain says in the middle and at the end (SEED=${SEED} MOVES=${MOVES} repeats it)`, async () => {
    const { stack } = await stackMarketDay();
    let t = Date.now();
    const scene = await openScene(stack);
    console.log("scene", Date.now() - t);
    t = Date.now();
    const moves = movesOf(Number(SEED), Number(MOVES));
    const middle = Math.floor(moves.length / 2);
    await play(scene, moves.slice(0, middle));
    console.log("play", Date.now() - t);
    t = Date.now();
    await assertAgreement(stack);
    console.log("agree", Date.now() - t);
    t = Date.now();
    await play(scene, moves.slice(middle));
    console.log("play", Date.now() - t);
    t = Date.now();
    const { facts, chain } = await assertAgreement(stack);
    console.log("agree", Date.now() - t, chain.history.logs.length);
    const empty = [...ENTITY_TYPES.keys()].filter((name) => facts.get(name)?.size === 0);
    assert.deepEqual(empty, [], "types of which the day has made no entity");
  }).timeout(300_000);
});
