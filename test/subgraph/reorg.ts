import assert from "node:assert/strict";

import type { Stack } from "../../deploy/local/stack/stack.ts";
import { stackMarketDay } from "../fixtures/stackMarketDay.ts";
import { assertAgreement, type Agreement } from "./agreement.ts";
import { ENTITY_TYPES } from "./facts/entityTypes.ts";
import { sleep } from "./random/chores.ts";
import { movesOf, play } from "./random/day.ts";
import { forkScene } from "./random/forkScene.ts";
import { mint } from "./random/leadChores.ts";
import { keepTime, type Scene } from "./random/scene.ts";
import { sharedScene } from "./random/sharedScene.ts";

const { SEED = "2026" } = process.env;
const MOVES = 40;
/** Types of which the dropped blocks surely made entities. */
const SURELY = [
  "Lead",
  "Submission",
  "TitleTransfer",
  "ScorePoint",
  "ScorePeriod",
  "ReservesProof",
];

describe(`the subgraph after a reorganisation (SEED=${SEED})`, () => {
  let stack: Stack;
  let scene: Scene;

  before(async function () {
    this.timeout(300_000);
    ({ stack } = await stackMarketDay());
    scene = await sharedScene();
  });

  it("forgets what the dropped blocks told and holds what the longer fork says", async () => {
    const { networkHelpers } = stack.connection;
    const [dropped, kept] = [movesOf(Number(SEED) + 1, MOVES), movesOf(Number(SEED) + 2, MOVES)];
    const common = await networkHelpers.takeSnapshot();
    const doomed = forkScene(scene);
    await trade(doomed);
    await play(doomed, dropped);
    const before = await assertAgreement(stack);

    await common.restore();
    await keepTime(scene);
    await play(scene, kept);
    await trade(scene);
    await outgrow(before);
    const after = await assertAgreement(stack);

    const changed = [...ENTITY_TYPES.keys()].filter((type) => lost(before, after, type) > 0);
    for (const type of SURELY) assert.ok(changed.includes(type), `no ${type} was dropped`);
  }).timeout(120_000);

  /** Makes the present fork longer than what was indexed: only then does Graph Node take it. */
  async function outgrow({ chain }: Agreement): Promise<void> {
    const client = await stack.connection.viem.getPublicClient();
    const behind = chain.at.blockNumber - (await client.getBlockNumber());
    if (behind >= 0n) await stack.connection.networkHelpers.mine(Number(behind) + 1);
  }
});

/** Leads on two days: periods end in these blocks. */
async function trade(scene: Scene): Promise<void> {
  await mint(scene);
  await sleep(scene);
  await sleep(scene);
  await mint(scene);
  await scene.stage.vault.write.proveReserves();
  await keepTime(scene);
}

/** How many entities there were that are not there any more, or are others now. */
function lost({ facts: before }: Agreement, { facts: after }: Agreement, type: string): number {
  const rows = [...(before.get(type) ?? [])];
  return rows.filter(
    ([id, row]) => JSON.stringify(after.get(type)?.get(id)) !== JSON.stringify(row),
  ).length;
}
