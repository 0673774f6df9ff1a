import { expect } from "chai";
import hre from "hardhat";

import { openStack } from "../../deploy/local/stack/openStack.ts";
import type { Stack } from "../../deploy/local/stack/stack.ts";
import { runChaos } from "../../tasks/chaos/runChaos.ts";
import { runTask } from "../fixtures/runTask.ts";
import { OPENING } from "../fixtures/stackMarketDay.ts";

/** Other runs by `SEED` and `STEPS`; `npm run chaos` is the same by hand. */
const { SEED = "ci", STEPS = "80" } = process.env;
const MILLISECONDS_PER_STEP = 4_000;

describe("hardhat chaos", () => {
  it("refuses steps out of bounds, to programs too", async () => {
    const args = { steps: 0, seed: SEED, json: true };
    const { err, json, succeeded } = await runTask(["chaos"], args);
    expect(succeeded).to.equal(false);
    const [says, next] = ["--steps is out of bounds.", "Give a whole number from 1 to 100000."];
    expect(err).to.deep.equal([`${says}\n${next}`]);
    expect(json["error"]).to.deep.equal({ code: "OUT_OF_BOUNDS", says, next });
  });

  describe("when services, oracles and parties fail at random", () => {
    let stack: Stack;
    before(async function () {
      this.timeout(OPENING);
      stack = await openStack(hre, {});
    });
    after(() => stack.close());

    it("ends every round, frees all money, loses none, and the subgraph agrees", async () => {
      const lines: string[] = [];
      const progress = (line: string) => lines.push(line);
      const options = { steps: Number(STEPS), seed: SEED, progress };
      const { faults, locked, outcomes } = await runChaos(stack, options);
      expect(faults, lines.join("\n")).to.deep.equal([]);
      expect(locked).to.equal(0);
      expect(Object.keys(outcomes)).not.to.have.length(0);
    }).timeout(60_000 + Number(STEPS) * MILLISECONDS_PER_STEP);
  });
});
