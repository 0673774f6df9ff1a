import assert from "node:assert/strict";

import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import { usdc } from "../../fixtures/market.ts";
import { DELIVERY_GRACE, type Round } from "../../contracts/model/round.ts";
import type { Move } from "../../contracts/model/move.ts";
import { take } from "./day.ts";
import { executeDue, schedule } from "./governance.ts";
import { recordPrice } from "./oracleChores.ts";
import { keepTime, type Scene } from "./scene.ts";
import { STREAM_SETTINGS } from "./settings.ts";

/** More than the configurator's delay, seconds. */
const DELAY = 90_000;

const TERMS = {
  baseReserve: 0n,
  qualityPremiumBps: 0,
  maxFeeBps: 1_000,
  maxConvenienceFee: 0,
  instantSale: false,
};
const PREMIUM = usdc(5);

/** What chance alone comes by too seldom: a bid taken back, a tie that a word decides, a winner that is not delivered to. */
export async function rareEnds(scene: Scene): Promise<void> {
  const { stage, model, steps } = scene;
  const [lead] = model.leads;
  const [first, second, third] = stage.bidders;
  assert.ok(lead !== undefined);
  const latest = (): Round => {
    const round = lead.rounds.at(-1);
    assert.ok(round !== undefined);
    return round;
  };

  await take(scene, steps.create(stage.seller, lead, TERMS));
  const amount = latest().terms.reserve + PREMIUM;
  await take(scene, steps.commit(third, lead, amount));
  await take(scene, steps.withdrawBid(third, lead));
  for (const bidder of [first, second]) await take(scene, steps.commit(bidder, lead, amount));
  await take(scene, steps.passUntil(first, latest().terms.commitEnd));
  for (const [bidder, sealed] of [...latest().sealed]) {
    await take(scene, steps.reveal(first, lead, { bidder, ...sealed }));
  }
  await take(scene, steps.requestTieBreak(first, lead));
  await take(scene, steps.fulfil(first, latest(), 1n));
  await take(scene, steps.resolveTie(first, lead));
  await take(scene, steps.passUntil(first, latest().deliveryEnd + DELIVERY_GRACE));
  await take(scene, steps.refund(first, lead));
  assert.equal(latest().outcome, Phase.Undelivered);
}

/** A Data Streams price is recorded, once what that needs is set. Before anything else is scheduled. */
export async function recordedPrice(scene: Scene, move: Move): Promise<void> {
  for (const setting of STREAM_SETTINGS) await schedule(scene, await setting(scene, move));
  await scene.stage.connection.networkHelpers.time.increase(DELAY);
  await keepTime(scene);
  await executeDue(scene);
  await recordPrice(scene, move);
}
