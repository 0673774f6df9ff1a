import { randomStream } from "../../deploy/local/leads/randomStream.ts";
import type { SoakParty } from "./soakMarket.ts";

/**
 * What becomes of a lead besides a plain sale, by its id's place among forty. One in forty finds no bid, one is never delivered, in two the
 * highest bidder is silent, two end in a tie, and two are matched with a bounty, which wins one of them and is beaten in the other.
 */
const FATES = [
  "noBids",
  "undelivered",
  "silent",
  "silent",
  "tie",
  "tie",
  "bountyWins",
  "bountyBeaten",
] as const;
const CYCLE = 40n;

/** See `FATES`. */
export type Fate = (typeof FATES)[number] | "sold";

/** Fewest and most bidders of a lead that is bid on. */
const BIDDERS = { least: 3, most: 8 } as const;
/** What bounties offer above a vertical's lowest reserve, percent: more than any reserve, less than the bid that beats one. */
export const OFFER = 50;
/** The bid that beats a bounty, percent above the reserve. */
const BEATS = 90;
/** Bids below the highest, and the highest itself, percent above the reserve. */
const BIDS = { least: 0, most: 12, highest: 15 } as const;

/** A bid that a party will place. */
export interface PlannedBid {
  readonly bidder: SoakParty;
  /** USDC units. */
  readonly amount: bigint;
  /** Whether it opens by itself. */
  readonly isTimelocked: boolean;
}

/** What becomes of a lead. */
export function fateOf(leadId: bigint): Fate {
  return FATES[Number(leadId % CYCLE)] ?? "sold";
}

/** Who bids what on a lead. The same seed gives the same bids. */
export function bidsOn(
  bidders: readonly SoakParty[],
  seed: string,
  { leadId, reserve }: { readonly leadId: bigint; readonly reserve: bigint },
): PlannedBid[] {
  const fate = fateOf(leadId);
  if (fate === "noBids") return [];
  const random = randomStream(`${seed}/bids/${leadId}`);
  const count = random.integer(BIDDERS.least, BIDDERS.most);
  const first = random.integer(0, bidders.length - 1);
  return Array.from({ length: count }, (_, turn) => {
    const bidder = bidders[(first + turn) % bidders.length];
    if (bidder === undefined) throw new Error("There are no bidders.");
    const isTop = turn === 0 || (fate === "tie" && turn < BIDDERS.least);
    const highest = fate === "bountyBeaten" ? BEATS : BIDS.highest;
    const percent = isTop ? highest : random.integer(BIDS.least, BIDS.most);
    return {
      bidder,
      amount: (reserve * BigInt(100 + percent)) / 100n,
      isTimelocked: fate !== "silent" || turn !== 0,
    };
  });
}
