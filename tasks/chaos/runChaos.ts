import type { Stack } from "../../deploy/local/stack/stack.ts";
import { keepAuctions } from "../../deploy/sdk/actions/keeper/keepAuctions.ts";
import { revertDataOf } from "../../deploy/sdk/errors/decodeRevert.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { loss, sequencer } from "./failures.ts";
import { MOVES, type Move } from "./moves.ts";
import { judge, lockedIn, type Verdict } from "./verdict.ts";
import { openWorld, type World } from "./world.ts";

/** Time between two rounds of the last keeping, seconds, and the most rounds: longer than any time-out. */
const REST = 2 * 86_400;
const MAX_RESTS = 10;

/** What to do. */
export interface ChaosOptions {
  readonly steps: number;
  readonly seed: string;
  readonly progress: (line: string) => void;
}

/** How it went. */
export interface ChaosResult extends Verdict {
  readonly steps: number;
  readonly seed: string;
  /** How often what happened. */
  readonly done: Readonly<Record<string, number>>;
  /** How often what was refused, by its code. */
  readonly refused: Readonly<Record<string, number>>;
}

const BAG: readonly Move[] = MOVES.flatMap((move) =>
  Array.from({ length: move.weight }, () => move),
);

/**
 * Lets things happen at random. Then missing money is back, the sequencer and the index work again, whatever else does not, time passes,
 * and anybody keeps the auctions: nothing may stay locked or open, and no money may be missing.
 * @throws what no party can be the cause of.
 */
export async function runChaos(
  stack: Stack,
  { steps, seed, progress }: ChaosOptions,
): Promise<ChaosResult> {
  await using world = await openWorld(stack, seed);
  const [done, refused] = [new Map<string, number>(), new Map<string, number>()];
  for (let step = 1; step <= steps; step++) {
    const move = world.random.pick(BAG);
    const outcome = await tried(world, move);
    if ("code" in outcome) count(refused, outcome.code);
    else if (outcome.says !== undefined) count(done, move.name);
    else continue;
    const says = "code" in outcome ? `refused, ${outcome.code}` : (outcome.says ?? "");
    progress(`${step} ${move.name}: ${says}`);
  }
  await sequencer.end(world);
  await loss.end(world);
  world.switches.graphql.isOn = true;
  await rest(world, progress);
  return {
    steps,
    seed,
    done: Object.fromEntries(done),
    refused: Object.fromEntries(refused),
    ...(await judge(world)),
  };
}

/** Plays a move; what the SDK or the contracts refuse has not happened. */
async function tried(
  world: World,
  { play }: Move,
): Promise<{ readonly code: string } | { readonly says: string | undefined }> {
  try {
    return { says: await play(world) };
  } catch (error) {
    if (error instanceof LeadEngineError) return { code: error.code };
    const revert = revertDataOf(error);
    if (revert === undefined) throw error;
    return { code: world.market.explain(revert).code };
  }
}

/** The last keeping, by anyone. */
async function rest(world: World, progress: (line: string) => void): Promise<void> {
  for (let round = 1; round <= MAX_RESTS; round++) {
    await world.stack.connection.networkHelpers.time.increase(REST);
    await world.stack.indexed();
    const { actions } = await keepAuctions(world.keeper);
    const locked = await lockedIn(world);
    progress(`Keeping, round ${round}: ${actions.length} things, ${locked} USDC units locked`);
    if (locked === 0n) return;
  }
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
