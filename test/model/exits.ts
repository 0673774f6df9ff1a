import assert from "node:assert/strict";

import { balancesOf, type Balances } from "./compare.ts";
import type { Lead, Market } from "./market.ts";
import { shuffled } from "./move.ts";
import { Phase } from "../../tasks/protocol/phase.ts";
import type { Stage } from "./stage.ts";
import { run, type Step } from "./step.ts";
import type { Steps } from "./steps.ts";

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
