import type { Auction_Filter } from "../generated/queries.ts";
import type { PhaseName } from "../codes/enums.ts";

/** A phase that a round can be in. */
export type RoundPhase = Exclude<PhaseName, "None">;

/**
 * The rounds that are in a phase at a time, as a `where` on auctions: those for which `AuctionHouse.auctionOf` answers that phase then.
 * Where an event has ended a round its outcome says so; else deadlines and the time decide, as `Auction`'s description in the schema says.
 * @param now Unix seconds, by the chain's clock.
 */
export function phaseWhere(phase: RoundPhase, now: number): Auction_Filter {
  const time = String(now);
  switch (phase) {
    case "Commit":
      return { outcome: null, commitEnd_gt: time };
    case "Reveal":
      return {
        outcome: null,
        commitEnd_lte: time,
        revealEnd_gt: time,
        pendingCommitments_gt: 0,
      };
    case "TieBreak":
      return { outcome: null, tieOpen: true, revealEnd_lte: time };
    case "Delivery":
      return {
        or: [
          won({ revealEnd_lte: time, refundableAt_gt: time }),
          // An offer without a sealed bid has won as the commit phase ends.
          won({ commitEnd_lte: time, pendingCommitments: 0, refundableAt_gt: time }),
        ],
      };
    case "Undelivered":
      return {
        or: [
          { outcome_in: ["Undelivered", "Barred"] },
          won({ revealEnd_lte: time, refundableAt_lte: time }),
        ],
      };
    case "Unsold":
      return {
        or: [
          { outcome_in: ["Unsold", "Cancelled"] },
          { ...NOBODY_LEADS, revealEnd_lte: time },
          { ...NOBODY_LEADS, commitEnd_lte: time, pendingCommitments: 0 },
        ],
      };
    case "Sold":
    case "Voided":
    case "Erased":
      return { outcome: phase };
  }
}

const NOBODY_LEADS: Auction_Filter = { outcome: null, leader: null };

function won(times: Auction_Filter): Auction_Filter {
  return { outcome: null, leader_not: null, ...times };
}
