import { deployDataStreams } from "../../fixtures/dataStreams.ts";
import { openMarketOn } from "../../fixtures/market.ts";
import { withRoles } from "../../fixtures/protocol.ts";
import type { Party } from "../../../deploy/local/party.ts";
import type { Stack } from "../../../deploy/local/stack/stack.ts";
import type { Lead, Market } from "../../contracts/model/market.ts";
import { openStageOn, type Stage } from "../../contracts/model/stage.ts";
import { Steps } from "../../contracts/model/steps.ts";
import { isRevert } from "../truth/isRevert.ts";
import type { DelayedCall } from "./governance.ts";

const DAY = 86_400;
/** Leads that are listed again and again; chores add more. */
const LEADS = 3;
/** In the sequence of leads: the market day's come before. */
const FIRST_LEAD = 100;

/** Where a random day takes place: a stage on the stack, its model, and what is pending. */
export interface Scene {
  readonly stage: Stage;
  readonly model: Market;
  readonly steps: Steps;
  /** Chainlink's verifier of Data Streams reports. */
  readonly streams: Awaited<ReturnType<typeof deployDataStreams>>;
  /** Scheduled and neither executed nor cancelled. */
  readonly delayed: DelayedCall[];
  /** Leads that were sold, given away or erased, and of which nothing is locked. */
  readonly retired: Lead[];
  /** Leads that were listed when they were minted: nobody bids on them, but bounties may meet them. */
  readonly strays: bigint[];
  /** Who posts bounties; the model does not know them. */
  readonly posters: readonly Party[];
  readonly bounties: bigint[];
}

/** Opens a stage on a stack, at midnight (UTC): the same moves then meet the same hours and days. */
export async function openScene(
  { connection, protocol }: Stack,
  posters: readonly Party[] = [],
): Promise<Scene> {
  const { time } = connection.networkHelpers;
  await time.increaseTo((Math.floor((await time.latest()) / DAY) + 1) * DAY);
  const roles = await withRoles(connection, protocol);
  const market = await openMarketOn(connection, roles, { firstLead: FIRST_LEAD });
  const stage = await openStageOn(connection, market, LEADS);
  const model = stage.newModel();
  const streams = await deployDataStreams(connection.viem);
  const steps = new Steps(stage, model);
  const pending = { delayed: [], retired: [], strays: [], bounties: [] };
  return { stage, model, steps, streams, posters, ...pending };
}

/** Tries something that the contracts may refuse. Returns whether they took it; other failures are thrown on. */
export async function attempt(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    if (isRevert(error)) return false;
    throw error;
  }
}

/** Lets the model know what time it is. */
export async function keepTime({ stage, model }: Scene): Promise<void> {
  model.now = await stage.connection.networkHelpers.time.latest();
}
