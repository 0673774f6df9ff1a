import assert from "node:assert/strict";

import type { Stack } from "../../deploy/local/stack/stack.ts";
import { OPENING } from "../fixtures/stackMarketDay.ts";
import type { Move } from "../model/move.ts";
import { assertAgreement, type Agreement } from "./agreement.ts";
import { assertPhases } from "./phases.ts";
import { sleep } from "./random/chores.ts";
import { movesOf, playBlocks } from "./random/day.ts";
import { forkScene } from "./random/forkScene.ts";
import { eraseListed, mintListed } from "./random/leadChores.ts";
import { keepTime, type Scene } from "./random/scene.ts";
import { openScenery } from "./random/openScenery.ts";

const { SEED = "2026" } = process.env;
const MOVES = 40;
/**
 * Blocks of a fork: a move more can make it a little longer. `gnd dev` keeps the latest 10 blocks and asks the chain for older ones,
 * which a Hardhat chain has forgotten after a revert: a deeper reorganisation would bring it to a halt.
 */
const DEPTH = 4n;
/** Types of which the dropped blocks of two days surely made entities. */
const SURELY = ["Lead", "Auction", "Action", "ReservesProof", "RoundPoint", "SellerPeriod"];

/** What is listed, and at which price, does not matter. */
const ANY_MOVE: Move = {
  lead: 0,
  wild: false,
  action: 0,
  caller: 0,
  subject: 0,
  amount: 100,
  entropy: 0,
};

type Trade = (scene: Scene) => Promise<void>;

describe(`the subgraph after a reorganisation (SEED=${SEED} repeats it)`, () => {
  let stack: Stack;
  let scene: Scene;

  before(async function () {
    this.timeout(OPENING);
    ({ stack, scene } = await openScenery());
  });
  after(() => stack.close());

  it("takes periods back that had ended in the dropped blocks", async () => {
    const [before, after] = await reorganise(tradeOnTwoDays, trading(1));
    for (const type of SURELY) assert.ok(lost(before, after, type) > 0, `no ${type} was dropped`);
  }).timeout(120_000);

  it("holds periods that ended in the longer fork only", async () => {
    const [before, after] = await reorganise(trading(2), tradeOnTwoDays);
    assert.ok(lost(after, before, "SellerPeriod") > 0);
  }).timeout(120_000);

  it("forgets any trade of the dropped blocks and holds that of the longer fork", async () => {
    const [before, after] = await reorganise(trading(3), trading(4));
    assert.ok(lost(before, after, "Protocol") > 0);
  }).timeout(120_000);

  /** Trades, takes that back, and trades otherwise on a longer fork. Returns what subgraph and chain agreed on before and after. */
  async function reorganise(dropped: Trade, kept: Trade): Promise<[Agreement, Agreement]> {
    const { networkHelpers } = stack.connection;
    await stack.indexed();
    const common = await networkHelpers.takeSnapshot();
    await dropped(forkScene(scene));
    const before = await assertAgreement(stack);
    await common.restore();
    await keepTime(scene);
    await kept(scene);
    const head = await scene.stage.publicClient.getBlockNumber({ cacheTime: 0 });
    const behind = before.chain.at.blockNumber - head;
    // Only a longer fork is taken. One by one: Hardhat's simulated OP chain cannot go on from blocks that were mined in bulk.
    for (let missing = behind + 1n; missing > 0n; missing--) await networkHelpers.mine();
    await keepTime(scene);
    const after = await assertAgreement(stack);
    await assertPhases(after);
    return [before, after];
  }
});

/** Random moves, others for each number. */
function trading(number: number): Trade {
  return (scene) => playBlocks(scene, movesOf(Number(SEED) + number, MOVES), DEPTH);
}

/** Rounds that end on two days: with the second, the first day is over. */
async function tradeOnTwoDays(scene: Scene): Promise<void> {
  await endRound(scene);
  await sleep(scene);
  await sleep(scene);
  await endRound(scene);
  await scene.stage.vault.write.proveReserves();
  await keepTime(scene);
}

/** A lead is listed and erased: its round is over. */
async function endRound(scene: Scene): Promise<void> {
  await mintListed(scene, ANY_MOVE);
  await eraseListed(scene);
}

/** How many entities are not there afterwards, or are others. */
function lost({ facts: before }: Agreement, { facts: after }: Agreement, type: string): number {
  const rows = [...(before.get(type) ?? [])];
  return rows.filter(
    ([id, row]) => JSON.stringify(after.get(type)?.get(id)) !== JSON.stringify(row),
  ).length;
}
