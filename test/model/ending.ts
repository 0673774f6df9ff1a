import type { Address } from "viem";

import type { Lead, Market } from "./market.ts";
import { Phase } from "../../tasks/protocol/phase.ts";
import { requires } from "./revert.ts";
import { TIE_BREAK_TIMEOUT, VOID_DELAY, type Round } from "./round.ts";

/** Part of a forfeited bond that goes to the caller, USDC units. */
const FORFEIT_TIP = 250_000n;

/** Asks for the one random word of a tie. */
export function requestTieBreak(market: Market, lead: Lead, requestId: bigint): void {
  const round = market.roundIn(lead, Phase.TieBreak);
  const timeoutAt = round.revealEnd + TIE_BREAK_TIMEOUT;
  requires(market.now < timeoutAt, "AuctionHouse_TieBreakTimedOut", lead.id, BigInt(timeoutAt));
  const earlier = round.tieBreak?.requestId;
  const [error, id] = ["VRFTieBreaker_AlreadyRequested", round.terms.id] as const;
  requires(earlier === undefined, error, lead.id, id, earlier);
  round.tieBreak = { requestId, requestedAt: market.now };
}

/** The coordinator answers. */
export function fulfil(market: Market, round: Round, value: bigint): void {
  if (round.tieBreak?.word === undefined && round.tieBreak !== undefined) {
    round.tieBreak.word = { value, at: market.now };
  }
}

/** Fixes a tied auction's winner: by a word that came in time, else after the time-out the first. */
export function resolveTie(market: Market, lead: Lead): void {
  const round = market.roundIn(lead, Phase.TieBreak);
  const { contenders, tieTimeout } = round;
  const word = round.tieBreak?.word;
  const inTime = word !== undefined && word.at < tieTimeout ? word.value : undefined;
  const isDue = inTime !== undefined || market.now >= tieTimeout;
  requires(isDue, "AuctionHouse_TieBreakPending", lead.id, BigInt(tieTimeout));
  const first = contenders[0];
  const winner = contenders[Number((inTime ?? 0n) % BigInt(contenders.length))];
  if (first === undefined || winner === undefined) throw new Error("A tie has contenders.");
  if (winner !== first) first.freed = true;
  round.resolved = { winner, at: market.now };
}

/** Frees a tied bid that cannot win any more. */
export function releaseTiedBid(
  market: Market,
  lead: Lead,
  round: Round,
  amount: bigint,
  index: number,
): void {
  const open: readonly Phase[] = [Phase.Reveal, Phase.TieBreak];
  const isOpen = round === lead.rounds.at(-1) && open.includes(round.phaseAt(market.now));
  const mayWin = isOpen && amount === round.top;
  const bid = round.tiedAt(amount)[index];
  const [error, args] = [
    "AuctionHouse_TiedBidNotReleasable",
    [lead.id, round.terms.id, amount, BigInt(index)],
  ] as const;
  requires(!mayWin && bid !== undefined, error, ...args);
  bid.freed = true;
}

/** Money for key and title. */
export function deliver(market: Market, lead: Lead): void {
  const round = market.roundIn(lead, Phase.Delivery);
  const { leader, price, fee } = round;
  if (leader === undefined) throw new Error("Nothing to deliver without a leader.");
  market.close(lead, round, Phase.Sold, leader.bidder);
  leader.freed = true;
  market.move(leader.bidder, lead.seller, price - fee);
  market.move(leader.bidder, market.rules.treasury, fee);
}

/** No valid bid. */
export function closeUnsold(market: Market, lead: Lead): void {
  market.close(lead, market.unclosedRoundIn(lead, Phase.Unsold), Phase.Unsold);
}

/** Not delivered: the buyer gets its money back and the seller's bond. */
export function refund(market: Market, lead: Lead): void {
  const round = market.unclosedRoundIn(lead, Phase.Undelivered);
  const { leader } = round;
  if (leader === undefined) throw new Error("Nothing to refund without a leader.");
  market.close(lead, round, Phase.Undelivered);
  leader.freed = true;
  market.move(lead.seller, leader.bidder, round.terms.deliveryBond);
}

/** A tie that nothing resolved. */
export function voidAuction(market: Market, lead: Lead): void {
  const round = market.roundIn(lead, Phase.TieBreak);
  const availableAt = round.revealEnd + VOID_DELAY;
  requires(market.now >= availableAt, "AuctionHouse_TooEarly", lead.id, BigInt(availableAt));
  market.close(lead, round, Phase.Voided);
  if (round.leader !== undefined) round.leader.freed = true;
}

/** Ends a sealed bid that nobody opened: its bond goes to the buyer or the treasury, after a void back to the bidder. */
export function forfeitBond(
  market: Market,
  lead: Lead,
  roundId: number,
  bidder: Address,
  caller: Address,
): void {
  const round = lead.rounds[roundId - 1];
  requires(round !== undefined, "AuctionHouse_UnknownRound", lead.id, roundId);
  const phase = round.phaseAt(market.now);
  const early: readonly Phase[] = [Phase.Commit, Phase.Reveal, Phase.TieBreak];
  requires(!early.includes(phase), "AuctionHouse_WrongPhase", lead.id, phase);
  requires(round.sealed.delete(bidder), "AuctionHouse_NoCommitment", lead.id, roundId, bidder);
  round.abandoned += 1;
  if (phase === Phase.Voided) return;
  const { bidBond } = round.terms;
  const tip = bidBond < FORFEIT_TIP ? bidBond : FORFEIT_TIP;
  market.move(bidder, caller, tip);
  market.move(bidder, round.leader?.bidder ?? market.rules.treasury, bidBond - tip);
}
