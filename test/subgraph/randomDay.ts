import assert from "node:assert/strict";

import { stackMarketDay } from "../fixtures/stackMarketDay.ts";
import { assertAgreement } from "./agreement.ts";
import { ENTITY_TYPES } from "./facts/entityTypes.ts";
import { movesOf, play } from "./random/day.ts";
import { scheduleAll } from "./random/governance.ts";
import { sharedScene } from "./random/sharedScene.ts";

/** Other days by `SEED`, longer ones by `MOVES`. */
const { SEED = "2026", MOVES = "800" } = process.env;

describe("the subgraph after a random day", () => {
  it(`holds what the chain says in the middle and at the end (SEED=${SEED} MOVES=${MOVES} repeats it)`, async () => {
    const { stack } = await stackMarketDay();
    let t = Date.now();
    const scene = await sharedScene();
    console.log("scene", Date.now() - t);
    t = Date.now();
    const moves = movesOf(Number(SEED), Number(MOVES));
    for (const { move } of moves.slice(0, 1)) await scheduleAll(scene, move);
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
    const states: Record<string, unknown> = {};
    for (const [t, f] of [["Bid","state"],["Auction","state"],["Lead","state"],["VaultEntry","kind"],["Operation","state"],["RoleChange","kind"],["ReserveQuote","fault"],["ConfigurationChange","setting"]] as const) {
      const m: Record<string, number> = {};
      for (const r of facts.get(t)!.values()) m[String(r[f])] = (m[String(r[f])] ?? 0) + 1;
      states[t] = m;
    }
    console.log(JSON.stringify(states, null, 1));
    for (const [n, r] of facts) console.log(n, r.size);
    const empty = [...ENTITY_TYPES.keys()].filter((name) => facts.get(name)?.size === 0);
    assert.deepEqual(empty, [], "types of which the day has made no entity");
  }).timeout(300_000);
});
