import { zeroHash } from "viem";

import { signReport, streamUsd } from "../../fixtures/dataStreams.ts";
import { BTC_STREAM, ETH_STREAM } from "../../fixtures/reservePricer.ts";
import { pick, type Move } from "../../contracts/model/move.ts";
import { attempt, type Scene } from "./scene.ts";

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
