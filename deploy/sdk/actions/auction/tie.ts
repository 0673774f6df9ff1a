import type { Client } from "../../client.ts";

const HOUR = 3_600;
/** How long after `revealEnd` the random word may take: `AuctionRoundLib.TIE_BREAK_TIMEOUT`. */
const TIE_BREAK_TIMEOUT = 24 * HOUR;
/** How long after `revealEnd` a tie that nobody resolves can be voided, and no longer resolved: `AuctionTies.VOID_DELAY`. */
const VOID_DELAY = 7 * 24 * HOUR;

/** Chainlink VRF's part of a tie-break. Times in Unix seconds. */
export interface TieBreak {
  readonly requestedAt: number;
  /** Null until the word is there. */
  readonly fulfilledAt: number | null;
}

/** What a tied round waits for: somebody to ask for the random word, the word itself, or somebody to act on it. */
export type TieStep = "request" | "await" | "resolve" | "resolveByTimeout" | "void";

/** A tied round at a time. Times in Unix seconds. */
export interface TieState {
  readonly step: TieStep;
  /** When the random word comes too late: from then on the first revealed bid wins. */
  readonly timeoutAt: number;
  /** When the tie can be voided. */
  readonly voidAt: number;
}

/** How far the tie-break of a round has come; null where nobody has asked for a random word. */
export async function tieBreakOf(
  { contracts }: Client,
  leadId: bigint,
  round: number,
): Promise<TieBreak | null> {
  const { requestedAt, fulfilledAt } = await contracts.tieBreaker.read.tieBreakOf([leadId, round]);
  if (requestedAt === 0) return null;
  return { requestedAt, fulfilledAt: fulfilledAt === 0 ? null : fulfilledAt };
}

/** What a tied round waits for. @param tieBreak null where no word was asked for. */
export function tieStateOf(tieBreak: TieBreak | null, revealEnd: number, now: number): TieState {
  const timeoutAt = revealEnd + TIE_BREAK_TIMEOUT;
  const voidAt = revealEnd + VOID_DELAY;
  return { step: stepOf(tieBreak, now, timeoutAt, voidAt), timeoutAt, voidAt };
}

function stepOf(
  tieBreak: TieBreak | null,
  now: number,
  timeoutAt: number,
  voidAt: number,
): TieStep {
  if (now >= voidAt) return "void";
  const fulfilledAt = tieBreak?.fulfilledAt ?? null;
  if (fulfilledAt !== null && fulfilledAt < timeoutAt) return "resolve";
  if (now >= timeoutAt) return "resolveByTimeout";
  return tieBreak === null ? "request" : "await";
}
