import { parseEventLogs, zeroHash } from "viem";

import { signReport, streamUsd } from "../../fixtures/dataStreams.ts";
import { requestWord } from "../../fixtures/requestWord.ts";
import { BTC_STREAM, ETH_STREAM } from "../../fixtures/reservePricer.ts";
import { pick, type Move } from "../../model/move.ts";
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

/** A random word comes that no tie waits for. */
export async function sendStrayWord({ stage }: Scene, { entropy }: Move): Promise<void> {
  const { coordinator, tieBreaker, subscriptionId, keeper, publicClient } = stage;
  await coordinator.write.addConsumer([subscriptionId, keeper.address]);
  const hash = await requestWord(stage, subscriptionId, keeper);
  const { logs } = await publicClient.waitForTransactionReceipt({ hash });
  const [requested] = parseEventLogs({
    abi: coordinator.abi,
    eventName: "RandomWordsRequested",
    logs,
  });
  if (requested === undefined) throw new Error("No word was requested.");
  const args = [requested.args.requestId, tieBreaker.address, [BigInt(entropy)]] as const;
  await coordinator.write.fulfillRandomWordsWithOverride(args);
}
