import { decodeErrorResult, parseEventLogs, type Hex } from "viem";

import type { Trader } from "../../client.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { packageRefused } from "../../errors/packageCodes.ts";
import type { PackageState } from "../../report/packageState.ts";
import { tradeOf } from "../auction/trade.ts";
import { packageStateOf } from "./donQueue.ts";

/** How long a report may take after the DON has taken the lead, milliseconds. */
const PATIENCE = 120_000;
/** Shortest time between two looks at the chain, milliseconds. */
const LOOK = 1_000;
const RECYCLED = "CREVerifier_RecycledLead";

/** A submission that is followed. */
export interface FollowedSubmission {
  readonly submissionHash: Hex;
  /** The chain's head when it was sent. */
  readonly fromBlock: bigint;
  /** Whether it was posted on chain, so that no queue knows of it. */
  readonly onChain?: boolean;
}

/**
 * Waits until the chain shows the outcome of a submission, or the DON's queue says that there will be none. The queue answers the moment
 * that it knows the end; but the chain decides, and is looked at also when the queue is silent.
 * @throws {LeadEngineError} `LEAD_REFUSED`: the contracts refuse the lead. A code of `packageCodes`: the DON does. `NO_REPORT`: it took the
 * package, and the chain shows no outcome.
 */
export async function followSubmission(trader: Trader, followed: FollowedSubmission) {
  const interval = Math.max(trader.publicClient.pollingInterval, LOOK);
  for (const end = Date.now() + PATIENCE; ;) {
    const start = Date.now();
    const state = followed.onChain ? undefined : await queueSays(trader, followed, interval);
    const outcome = await outcomeOnChain(trader, followed);
    if (outcome !== undefined) return outcome;
    if (state?.state === "rejected" && state.code !== undefined) throw packageRefused(state.code);
    if (Date.now() > end) throw followed.onChain ? noneOfPosted() : noReport(state);
    // The queue is silent, or its node of the chain is ahead of this one.
    await pause(Math.max(0, start + interval - Date.now()));
  }
}

/** What the queue knows, the moment that it knows the end; undefined if it does not answer. */
async function queueSays(
  trader: Trader,
  { submissionHash }: FollowedSubmission,
  wait: number,
): Promise<PackageState | undefined> {
  try {
    return await packageStateOf(trader, submissionHash, wait);
  } catch {
    // It may be down for a moment; what it has taken it does not lose.
    return undefined;
  }
}

async function outcomeOnChain(trader: Trader, { submissionHash, fromBlock }: FollowedSubmission) {
  const { verifier } = trader.contracts;
  const logs = parseEventLogs({
    abi: verifier.abi,
    logs: [
      ...(await verifier.getEvents.LeadAttested({ submissionHash }, { fromBlock })),
      ...(await verifier.getEvents.LeadRejected({ submissionHash }, { fromBlock })),
    ],
  });
  for (const log of logs) {
    if (log.eventName === "LeadAttested") return { ...log.args, txHash: log.transactionHash };
    if (log.eventName === "LeadRejected") throw await refusal(trader, log.args.reason);
  }
  return undefined;
}

/** Why the contracts refused a lead; if it is on chain already, also how it stands. */
async function refusal(trader: Trader, reason: Hex): Promise<LeadEngineError> {
  const { code, says, next } = trader.explain(reason);
  const known = code === RECYCLED ? recycledLead(trader, reason) : undefined;
  const trade = known === undefined ? undefined : await tradeOf(trader, known);
  return new LeadEngineError(
    "LEAD_REFUSED",
    `The lead was refused. ${says}${trade === undefined ? "" : ` ${trade.says}`}`,
    trade === undefined ? next : trade.next,
  );
}

/** The earlier lead of the same consumer, which keeps this one from being minted. */
function recycledLead({ contracts }: Trader, reason: Hex): bigint | undefined {
  const error = decodeErrorResult({ abi: contracts.verifier.abi, data: reason });
  return error.errorName === RECYCLED ? error.args[1] : undefined;
}

function noReport(state: PackageState | undefined): LeadEngineError {
  const known =
    state === undefined ? "its queue does not answer" : `its queue says: ${state.state}`;
  const code = state?.code === undefined ? "" : `, ${state.code}`;
  return new LeadEngineError(
    "NO_REPORT",
    `The DON took the lead, and no report came within ${PATIENCE / 1_000} seconds; ${known}${code}.`,
    "It keeps trying until your signature runs out: look for the lead with `listAuctions({})` later.",
  );
}

function noneOfPosted(): LeadEngineError {
  return new LeadEngineError(
    "NO_REPORT",
    `No report of the posted package came within ${PATIENCE / 1_000} seconds. The DON does not say on chain why it leaves one out.`,
    "Hand the lead to the DON's server, which says so: `submitLead({ lead, vertical })`.",
  );
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
