import assert from "node:assert/strict";

import type { Address } from "viem";

import { compare, modelBalances } from "./compare.ts";
import type { Market } from "./market.ts";
import { Revert } from "./revert.ts";
import type { Stage } from "./stage.ts";

/** One thing that somebody does, on chain and in the model. */
export interface Step {
  /** For the trace that a failure prints. */
  readonly label: string;
  /** Accounts whose free balance may fall. */
  readonly movers: readonly Address[];
  readonly chain: () => Promise<unknown>;
  readonly model: () => unknown;
  /** Seconds after the last block; 1 when left out. */
  readonly delay?: number;
}

/**
 * Does a step on both sides: both succeed or both refuse with the same error, and afterwards every balance and auction is the same.
 * @returns whether it succeeded.
 */
export async function run(stage: Stage, model: Market, step: Step): Promise<boolean> {
  // Equal to the chain's: the step before compared them.
  const before = modelBalances(model, stage);
  const now = model.now + (step.delay ?? 1);
  await stage.connection.networkHelpers.time.setNextBlockTimestamp(now);
  const actual = await outcomeOf(step.chain, stage);
  model.now = now;
  const expected = await outcomeOf(step.model, stage);
  assert.deepEqual(actual, expected, step.label);
  const after = await compare(stage, model, step.label);
  for (const account of stage.accounts) {
    const fell = (after[account]?.free ?? 0n) < (before[account]?.free ?? 0n);
    assert.ok(
      !fell || step.movers.includes(account),
      `${step.label} took free money of ${account}`,
    );
  }
  return actual === undefined;
}

/** The error's name and arguments, undefined after success. */
async function outcomeOf(action: () => unknown, { abi }: Stage) {
  try {
    await action();
    return undefined;
  } catch (error) {
    const { message, args } = Revert.from(error, abi);
    return [message, ...args];
  }
}
