import assert from "node:assert/strict";

import type { Stack } from "../../deploy/local/stack/stack.ts";
import { OPENING } from "../fixtures/stackMarketDay.ts";
import { assertAgreement } from "./agreement.ts";
import { ENTITY_TYPES } from "./facts/entityTypes.ts";
import { assertPhases } from "./phases.ts";
import { bountyEnds } from "./random/bountyEnds.ts";
import { movesOf, pardon, play } from "./random/day.ts";
import { scheduleAll } from "./random/governance.ts";
import { rareEnds, recordedPrice } from "./random/rareEnds.ts";
import { keepTime, type Scene } from "./random/scene.ts";
import { openScenery } from "./random/openScenery.ts";

/** Other days by `SEED`, more by `RANDOM_DAYS`, longer ones by `MOVES`: `RANDOM_DAYS=500 MOVES=60` is a long night. */
const { SEED = "42", RANDOM_DAYS = "2", MOVES = "400" } = process.env;
const [seed, days, moves] = [SEED, RANDOM_DAYS, MOVES].map(Number) as [number, number, number];
/** Then a new chain begins: each day's end is compared with all that its chain has told. */
const DAYS_PER_CHAIN = 20;
const MILLISECONDS_PER_MOVE = 150;

/** Types of entities of which there was any. */
const met = new Set<string>();

for (let first = 0; first < days; first += DAYS_PER_CHAIN) {
  const last = Math.min(first + DAYS_PER_CHAIN, days);
  const range = `SEED=${seed + first} RANDOM_DAYS=${last - first} MOVES=${moves} repeats them`;

  describe(`the subgraph after random days (${range})`, () => {
    let stack: Stack;
    let scene: Scene;

    before(async function () {
      this.timeout(OPENING);
      ({ stack, scene } = await openScenery());
      await rareEnds(scene);
      const { time } = scene.stage.connection.networkHelpers;
      await bountyEnds(scene.stage, scene.posters, time);
      await keepTime(scene);
      for (const { move } of movesOf(seed + first, 1)) {
        await recordedPrice(scene, move);
        await scheduleAll(scene, move);
      }
    });
    after(() => stack.close());

    for (let day = first; day < last; day++) {
      it(`holds what the chain says at the end of day ${day + 1}`, async () => {
        await pardon(scene);
        await play(scene, movesOf(seed + day, moves));
        const end = await assertAgreement(stack);
        await assertPhases(end);
        for (const [type, rows] of end.facts) if (rows.size > 0) met.add(type);
      }).timeout(60_000 + moves * MILLISECONDS_PER_MOVE);
    }
  });
}

describe(`${days} random days from SEED=${seed} on`, () => {
  it("come by every type of entity", () => {
    const missing = [...ENTITY_TYPES.keys()].filter((name) => !met.has(name));
    assert.deepEqual(missing, []);
  });
});
