import { zeroHash } from "viem";

import { signReport, streamUsd } from "../../fixtures/dataStreams.ts";
import { BTC_STREAM, ETH_STREAM } from "../../fixtures/reservePricer.ts";
import { pick, type Move } from "../../model/move.ts";
import { executeDue, schedule } from "./governance.ts";
import { attempt, keepTime, type Scene } from "./scene.ts";
import { setFeed, setStreamsVerifier } from "./settings.ts";

const DAY = 86_400;

/** A Data Streams price is recorded, where the pricer takes any. */
export async function recordPrice(scene: Scene, { amount, entropy }: Move): Promise<void> {
  const { stage } = scene;
  const now = await stage.connection.networkHelpers.time.latest();
  const asset = amount % 2;
  const price = streamUsd(pick([90_000 + entropy, 2_000 + (entropy % 3_000)], asset) ?? 0);
  const feedId = pick([BTC_STREAM, ETH_STREAM], asset) ?? zeroHash;
  const report = await signReport({ feedId, price, observedAt: now - 1, expiresAt: now + 5 });
  await attempt(() => stage.pricer.write.recordReport([asset, report]));
}

/** Has the pricer take a price of Data Streams, which chance brings about too seldom. */
export async function takeStreams(scene: Scene, move: Move): Promise<void> {
  for (const draft of [setFeed, setStreamsVerifier]) {
    await schedule(scene, await draft(scene, move));
  }
  await scene.stage.connection.networkHelpers.time.increase(2 * DAY);
  await keepTime(scene);
  await executeDue(scene);
  await recordPrice(scene, move);
  await keepTime(scene);
}
