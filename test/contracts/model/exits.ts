import assert from "node:assert/strict";

import { balancesOf, type Balances } from "./compare.ts";
import type { Lead, Market } from "./market.ts";
import { shuffled } from "./move.ts";
import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import type { Stage } from "./stage.ts";
import { run, type Step } from "./step.ts";
import { Steps } from "./steps.ts";

/** Longer than any deadline of a round, seconds. */
const LONG_AFTER = 30 * 86_400;

/** Lets all deadlines pass with every oracle and counterparty dead, then takes all exits in an order chosen by `entropy`. */
export async function takeExits(
  stage: Stage,
  model: Market,
  steps: Steps,
  entropy: number,
): Promise<Balances> {
  await run(stage, model, { ...steps.deposit(stage.keeper, 1n), delay: LONG_AFTER });
  for (let turn = 0; ; turn++) {
    const [exit] = shuffled(
      model.leads.flatMap((lead) => exitsOf(stage, model, steps, lead)),
      entropy + turn,
    );
    if (exit === undefined) break;
    await run(stage, model, exit);
  }
  const balances = await balancesOf(stage);
  for (const [account, { locked }] of Object.entries(balances)) {
    assert.equal(locked, 0n, `locked of ${account} after all exits`);
  }
  return balances;
}

/**
 * Takes pairs of ends that are possible now, chosen by `entropy`, in both orders. If both succeed either way, the result is the same
 * (invariant 11). Restores the stage afterwards.
 */
export async function checkPairs(
  stage: Stage,
  model: Market,
  entropy: number,
  count: number,
): Promise<void> {
  const { networkHelpers } = stage.connection;
  const places = endsOf(stage, model).map((_, place) => place);
  const pairs = places.flatMap((first) => places.slice(0, first).map((second) => [first, second]));
  const start = await networkHelpers.takeSnapshot();
  for (const pair of shuffled(pairs, entropy).slice(0, count)) {
    const ends = [];
    for (const order of [pair, [...pair].reverse()]) {
      const copy = model.copy();
      const steps = endsOf(stage, copy);
      let succeeded = true;
      for (const place of order) {
        const step = steps[place];
        if (step !== undefined) succeeded = (await run(stage, copy, step)) && succeeded;
      }
      if (succeeded) ends.push(await balancesOf(stage));
      await start.restore();
    }
    const labels = pair.map((place) => endsOf(stage, model)[place]?.label).join(" and ");
    if (ends.length === 2) assert.deepEqual(ends[1], ends[0], `${labels} in another order`);
  }
}

/** Everything that ends something for a lead, by any caller that may. */
function endsOf(stage: Stage, model: Market): Step[] {
  const steps = new Steps(stage, model);
  return model.leads.flatMap((lead) => [
    ...exitsOf(stage, model, steps, lead),
    steps.erase(stage.seller, lead),
    steps.deliver(stage.keeper, lead),
    steps.reportBlockedDelivery(stage.keeper, lead),
    steps.resolveTie(stage.keeper, lead),
    steps.cancel(stage.seller, lead),
  ]);
}

/** What the keeper can do for a lead now. */
function exitsOf({ keeper }: Stage, model: Market, steps: Steps, lead: Lead): Step[] {
  const exits: Step[] = [];
  for (const round of lead.rounds) {
    const phase = round.phaseAt(model.now);
    if (round.outcome === undefined) {
      if (phase === Phase.TieBreak) exits.push(steps.voidAuction(keeper, lead));
      if (phase === Phase.Undelivered) exits.push(steps.refund(keeper, lead));
      if (phase === Phase.Unsold) exits.push(steps.closeUnsold(keeper, lead));
    }
    if (phase === Phase.TieBreak) continue;
    for (const bidder of round.sealed.keys())
      exits.push(steps.forfeit(keeper, lead, round.terms.id, bidder));
    for (const amount of new Set(round.bids.map((bid) => bid.amount))) {
      round.tiedAt(amount).forEach((bid, index) => {
        if (bid !== undefined) exits.push(steps.release(keeper, lead, round, amount, index));
      });
    }
  }
  return exits;
}
