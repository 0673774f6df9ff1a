import assert from "node:assert/strict";

import type { Stack } from "../../deploy/local/stack/stack.ts";
import { OPENING, stackMarketDay } from "../fixtures/stackMarketDay.ts";
import { assertAgreement } from "./agreement.ts";
import { mint } from "./random/leadChores.ts";
import { keepTime, type Scene } from "./random/scene.ts";
import { sharedScene } from "./random/sharedScene.ts";

const DAY = 86_400;
const MICROSECONDS = 1_000_000;

describe("a period of the subgraph that is not over", () => {
  let stack: Stack;
  let scene: Scene;

  before(async function () {
    this.timeout(OPENING);
    ({ stack } = await stackMarketDay());
    scene = await sharedScene();
  });

  it("leaves out what came in its first second, until it is over", async () => {
    const { time } = stack.connection.networkHelpers;
    await mint(scene);
    const midnight = (Math.floor((await time.latest()) / DAY) + 1) * DAY;
    await time.increaseTo(midnight - 1);
    await time.setNextBlockTimestamp(midnight);
    await mint(scene);
    assert.equal(await time.latest(), midnight);
    await mint(scene);
    assert.equal(await leadsOf(midnight), 1n);

    await time.increaseTo(midnight + DAY);
    await keepTime(scene);
    assert.equal(await leadsOf(midnight), 2n);
  }).timeout(120_000);

  /** Leads of the day that begins then, all scores together. */
  async function leadsOf(start: number): Promise<bigint> {
    const { facts } = await assertAgreement(stack);
    const begin = String(start * MICROSECONDS);
    return [...(facts.get("ScorePeriod") ?? [])]
      .filter(([key, { timestamp }]) => key.startsWith("day") && timestamp === begin)
      .reduce((sum, [, { leads }]) => sum + BigInt(String(leads)), 0n);
  }
});
