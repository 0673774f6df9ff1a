import type { Address } from "viem";
import { z } from "zod";

import { isInTime, type Windows } from "../../codes/deadlines.ts";
import type { PhaseName } from "../../codes/enums.ts";
import type { Outcome } from "../../generated/queries.ts";
import type { TieBreak } from "./tie.ts";

/** How an auction round stands, where that decides what comes next; read from the chain or from the subgraph. Times in Unix seconds. */
export interface Standing {
  readonly leadId: bigint;
  /** The phase now; None for a lead that was never listed. */
  readonly phase: PhaseName;
  /** Whether an event has closed the round: the phase is final then. */
  readonly closed: boolean;
  readonly seller: Address;
  readonly commitEnd: number;
  readonly revealEnd: number;
  /** It means nothing before the winner is certain. */
  readonly deliveryEnd: number;
  /** Commitments that are not open. */
  readonly sealedBids: number;
  /** Of these, while bids are opened, those that came with what opens them without their bidders. */
  readonly openableBids: number;
  /** How far the tie-break has come; null where nobody has asked for a random word. */
  readonly tieBreak: TieBreak | null;
  /** Bonds of bids that were never opened and that are still locked. */
  readonly unopenedBonds: number;
  /** Whether such bonds go back to their bidders, at once. */
  readonly bondsReturned: boolean;
  /** Beaten tied bids whose money is still locked. */
  readonly beatenTies: number;
  readonly listing: Listing;
}

/** Whether a lead's seller may list it: not if it is `expired`, so that no time is left for another round, nor if all is `over`. */
export type Listing = "possible" | "expired" | "over";

/** What decides a round's phase: outcome, time and bids. This is the contract's own rule, since no event says that a phase is over. */
export interface RoundClock {
  /** How it ended; null while no event has ended it. */
  readonly outcome: Outcome | null;
  readonly commitEnd: number;
  readonly revealEnd: number;
  /** Null while a tie is open. */
  readonly refundableAt: number | null;
  readonly sealedBids: number;
  readonly hasLeader: boolean;
  readonly tieOpen: boolean;
}

/** The phase that a round stays in once it has ended, by how it ended. */
const FINAL_PHASES: Readonly<Record<Outcome, PhaseName>> = {
  Sold: "Sold",
  Unsold: "Unsold",
  Cancelled: "Unsold",
  Undelivered: "Undelivered",
  Barred: "Undelivered",
  Voided: "Voided",
  Erased: "Erased",
};

/** How a round ended, in a result. */
export const outcome = z
  .enum(Object.keys(FINAL_PHASES) as Outcome[])
  .nullable()
  .describe("How the round ended; null while no transaction has ended it");

/** The phase of a round at a time, as `AuctionHouse.phaseOf` answers it then. */
export function phaseAt(round: RoundClock, now: number): PhaseName {
  if (round.outcome !== null) return FINAL_PHASES[round.outcome];
  if (now < round.commitEnd) return "Commit";
  if (now < round.revealEnd && round.sealedBids > 0) return "Reveal";
  if (!round.hasLeader) return "Unsold";
  if (round.tieOpen) return "TieBreak";
  return now < (round.refundableAt ?? 0) ? "Delivery" : "Undelivered";
}

/** Whether a lead may be listed at a time. @param isSellers whether its seller still has it, with its content. */
export function listingOf(
  isSellers: boolean,
  expiresAt: number,
  windows: Windows,
  now: number,
): Listing {
  if (!isSellers) return "over";
  return isInTime(expiresAt, windows, now) ? "possible" : "expired";
}

/** Phases in which bids may still be opened or win, so that no bond and no tied bid can be freed yet. */
export function isUndecided(phase: PhaseName): boolean {
  return phase === "Commit" || phase === "Reveal" || phase === "TieBreak";
}
