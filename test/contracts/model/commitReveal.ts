import assert from "node:assert/strict";

import fc from "fast-check";
import { network } from "hardhat";

import { checkOutcomes } from "./outcomes.ts";
import { checkPairs, takeExits } from "./exits.ts";
import { checkLedger } from "./ledger.ts";
import { stepFor } from "./menu.ts";
import { anyMove, type Move } from "./move.ts";
import { SIGHTS, sightsOf } from "./sights.ts";
import { openStage } from "./stage.ts";
import { run } from "./step.ts";
import { Steps } from "./steps.ts";

/** Longer campaigns by `NUM_RUNS`, others by `SEED`; `RUN_PATH` repeats one run of a seed. */
const { NUM_RUNS = "30", SEED = "2026", RUN_PATH = "" } = process.env;
const MOVES = { minLength: 60, maxLength: 80, size: "max" } as const;

const SECONDS_PER_RUN = 20;
/** Pairs of ends that are compared after each run. */
const PAIRS = 3;
/** This many runs see everything. */
const FULL_CAMPAIGN = 30;
const seen = new Set<string>();

const connection = await network.create();
const { networkHelpers } = connection;

async function stage() {
  return openStage(connection);
}

describe("commit and reveal against the model", () => {
  it("agrees with the contracts on every step, their events tell every balance, and every exit ends the same in any order", async () => {
    const { failed, seed, counterexamplePath, errorInstance } = await fc.check(
      fc.asyncProperty(fc.array(anyMove, MOVES), play),
      { numRuns: Number(NUM_RUNS), seed: Number(SEED), path: RUN_PATH, endOnFailure: true },
    );
    const repeat = `SEED=${seed} RUN_PATH=${counterexamplePath ?? ""} repeats the run`;
    if (failed) throw new Error(repeat, { cause: errorInstance });
    if (Number(NUM_RUNS) >= FULL_CAMPAIGN && RUN_PATH === "") {
      assert.deepEqual([...seen].sort(), Object.keys(SIGHTS).sort());
    }
  }).timeout(Number(NUM_RUNS) * SECONDS_PER_RUN * 1_000);
});

/** Plays the moves on a fresh stage, checks who won, and takes the exits in two orders. */
async function play(moves: readonly Move[]): Promise<void> {
  const opened = await networkHelpers.loadFixture(stage);
  const model = opened.newModel();
  const steps = new Steps(opened, model);
  const trace: string[] = [];
  try {
    for (const move of moves) {
      const step = stepFor(opened, model, steps, move, true);
      if (step === undefined) continue;
      trace.push(`${step.label}${step.delay === undefined ? "" : ` after ${step.delay} s`}`);
      await run(opened, model, step);
    }
    await checkOutcomes(opened, model);
    await checkLedger(opened);
    await checkPairs(opened, model, moves.length, PAIRS);
    const played = await networkHelpers.takeSnapshot();
    const copy = model.copy();
    const ends = await takeExits(opened, model, steps, 1);
    await checkLedger(opened);
    await played.restore();
    for (const sight of sightsOf(model)) seen.add(sight);
    const others = await takeExits(opened, copy, new Steps(opened, copy), 2);
    assert.deepEqual(others, ends, "balances after the exits in another order");
  } catch (error) {
    throw new Error(`Failed after:\n${trace.join("\n")}`, { cause: error });
  }
}
