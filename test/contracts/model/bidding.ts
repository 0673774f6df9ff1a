import type { Address } from "viem";

import { commitmentOf, type Opening } from "../../../deploy/sdk/bid/sealedBid.ts";
import { Activity, Phase } from "../../../deploy/sdk/codes/enums.ts";
import type { Lead, Market } from "./market.ts";
import { requires } from "./revert.ts";
import type { Round, Sealed } from "./round.ts";

/** What opening a bid below the reserve costs, and what forfeiting a bond earns, USDC units. */
const FORFEIT_TIP = 250_000n;
const NO_COMMITMENT = "AuctionHouse_NoCommitment";

/** Places or overwrites a sealed bid. */
export function commit(market: Market, lead: Lead, bidder: Address, sealed: Sealed): void {
  const round = market.roundIn(lead, Phase.Commit);
  market.requireCleared(lead, bidder, Activity.Receive);
  if (!round.sealed.has(bidder)) market.requireFree(bidder, round.terms.bidBond);
  round.sealed.set(bidder, sealed);
}

/** Places or overwrites sealed bids on many leads: all, or none. */
export function commitMany(
  market: Market,
  bidder: Address,
  bids: readonly (readonly [Lead, Sealed])[],
): void {
  const undo: (() => void)[] = [];
  try {
    for (const [lead, sealed] of bids) {
      const before = lead.rounds.at(-1)?.sealed.get(bidder);
      commit(market, lead, bidder, sealed);
      const placed = lead.rounds.at(-1)?.sealed;
      undo.unshift(() => {
        if (before === undefined) placed?.delete(bidder);
        else placed?.set(bidder, before);
      });
    }
  } catch (error) {
    for (const step of undo) step();
    throw error;
  }
}

/** Withdraws a sealed bid, if there is one. */
export function withdrawBid(market: Market, lead: Lead, bidder: Address): void {
  market.roundIn(lead, Phase.Commit).sealed.delete(bidder);
}

/** The tip, never more than the bond. */
export function tipOf({ terms: { bidBond } }: Round): bigint {
  return bidBond < FORFEIT_TIP ? bidBond : FORFEIT_TIP;
}

/** Opens a sealed bid, for any caller. */
export function reveal(market: Market, lead: Lead, opening: Opening, chainId: number): void {
  const round = market.roundIn(lead, Phase.Reveal);
  const { bidder, amount, salt } = opening;
  const sealed = round.sealed.get(bidder);
  requires(sealed !== undefined, NO_COMMITMENT, lead.id, round.terms.id, bidder);
  const { house } = market.rules;
  const context = { chainId, house, leadId: lead.id, round: round.terms.id, bidder };
  const [expected, actual] = [sealed, { amount, salt }].map((bid) =>
    commitmentOf({ ...context, ...bid }),
  );
  requires(expected === actual, "AuctionHouse_WrongOpening", lead.id, bidder, expected, actual);
  requires(amount !== 0n, "AuctionHouse_ZeroBid", lead.id, bidder);

  const { top, leader } = round;
  if (!round.counts(amount)) {
    market.move(bidder, market.rules.treasury, tipOf(round));
  } else if (amount < top || !market.denied.has(bidder)) {
    const available = market.freeOf(bidder) + round.terms.bidBond;
    requires(available >= amount, "AuctionHouse_UnfundedBid", lead.id, bidder, amount, available);
    if (amount > top && leader !== undefined) leader.freed = true;
    round.bids.push({ bidder, amount, tied: amount === top, freed: amount < top });
  }
  round.sealed.delete(bidder);
  if (round.pending === 0) round.revealEnd = market.now;
}
