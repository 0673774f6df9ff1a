import { zeroHash, type Address, type Hex } from "viem";

import { Activity, Phase } from "../../../deploy/sdk/codes/enums.ts";
import { tipOf } from "./bidding.ts";
import type { Lead, Market } from "./market.ts";
import { requires } from "./revert.ts";
import { TIE_BREAK_TIMEOUT, VOID_DELAY, type Round } from "./round.ts";

/** How long after `revealEnd` no bond is forfeited, seconds. */
const FORFEIT_DELAY = 3_600;

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

/** Fixes a tied auction's winner: by a word that came in time, or after the time-out the first bid. */
export function resolveTie(market: Market, lead: Lead): void {
  const round = market.roundIn(lead, Phase.TieBreak);
  const { contenders, tieTimeout } = round;
  const voidableAt = round.revealEnd + VOID_DELAY;
  requires(market.now < voidableAt, "AuctionHouse_TooLate", lead.id, BigInt(voidableAt));
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

/** Frees a tied bid that can no longer win. */
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

/** Money for key and title, until somebody refunds. @param capsuleHash of the capsule that the buyer gets. */
export function deliver(market: Market, lead: Lead, capsuleHash: Hex): void {
  const round = owedRound(market, lead);
  const { leader, price, fee } = round;
  if (leader === undefined) throw new Error("Nothing to deliver without a leader.");
  market.requireCleared(lead, leader.bidder, Activity.Receive);
  const { expiresAt } = lead;
  requires(market.now <= expiresAt, "LeadNFT_Expired", lead.id, BigInt(expiresAt));
  market.close(round, Phase.Sold);
  lead.owner = leader.bidder;
  lead.capsuleHash = capsuleHash;
  leader.freed = true;
  market.move(leader.bidder, lead.seller, price - fee);
  market.move(leader.bidder, market.rules.treasury, fee);
}

/** No valid bid. */
export function closeUnsold(market: Market, lead: Lead): void {
  market.close(market.unclosedRoundIn(lead, Phase.Unsold), Phase.Unsold);
}

/** Not delivered: the buyer gets its money back and half of the seller's bond. */
export function refund(market: Market, lead: Lead): void {
  const round = market.unclosedRoundIn(lead, Phase.Undelivered);
  const buyer = freeLeader(round);
  market.close(round, Phase.Undelivered);
  market.punish(lead, round, buyer);
}

/** A buyer who is denied within the window ends the sale; nobody is punished. */
export function reportBlockedDelivery(market: Market, lead: Lead): void {
  const round = owedRound(market, lead);
  const { deliveryEnd, leader } = round;
  requires(market.now < deliveryEnd, "AuctionHouse_TooLate", lead.id, BigInt(deliveryEnd));
  const isDenied = leader !== undefined && market.denied.has(leader.bidder);
  requires(isDenied, "AuctionHouse_BuyerCleared", lead.id, leader?.bidder);
  freeLeader(round);
  market.close(round, Phase.Undelivered);
}

/** A tie that nobody resolved. */
export function voidAuction(market: Market, lead: Lead): void {
  const round = market.roundIn(lead, Phase.TieBreak);
  const availableAt = round.revealEnd + VOID_DELAY;
  requires(market.now >= availableAt, "AuctionHouse_TooEarly", lead.id, BigInt(availableAt));
  market.close(round, Phase.Voided);
  round.bondsReturned = true;
  freeLeader(round);
}

/** The owner drops the lead's content and a running round ends. It costs the seller more, the more bidders it lets down. */
export function erase(market: Market, lead: Lead, caller: Address): void {
  requires(lead.owner === caller, "LeadNFT_NotOwner", lead.id, caller);
  requires(lead.capsuleHash !== zeroHash, "LeadNFT_Erased", lead.id);
  lead.capsuleHash = zeroHash;
  const round = lead.rounds.at(-1);
  if (round === undefined || round.outcome !== undefined) return;

  const phase = round.phaseAt(market.now);
  const hasBuyer = phase === Phase.Delivery || phase === Phase.Undelivered;
  const isFree =
    phase === Phase.Unsold ||
    (phase === Phase.Commit && (round.pending === 0 || market.paused)) ||
    (phase === Phase.TieBreak && market.now >= round.revealEnd + VOID_DELAY);
  const leader = freeLeader(round);
  market.close(round, Phase.Erased);
  if (!hasBuyer) {
    round.cutOff = true;
    round.bondsReturned = phase !== Phase.Unsold;
  }
  if (!isFree) market.punish(lead, round, hasBuyer ? leader : undefined);
}

/** Ends a sealed bid that nobody opened: its bond goes to the treasury, or back to the bidder. */
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
  const isSealed = round.sealed.has(bidder);
  requires(isSealed, "AuctionHouse_NoCommitment", lead.id, roundId, bidder);
  const availableAt = round.revealEnd + FORFEIT_DELAY;
  const isDue = round.bondsReturned || market.now >= availableAt;
  requires(isDue, "AuctionHouse_TooEarly", lead.id, BigInt(availableAt));
  round.sealed.delete(bidder);
  round.abandoned += 1;
  if (round.bondsReturned) return;
  const tip = tipOf(round);
  market.move(bidder, caller, tip);
  market.move(bidder, market.rules.treasury, round.terms.bidBond - tip);
}

/** The latest round, if a winner waits for its lead. */
function owedRound(market: Market, lead: Lead): Round {
  const round = lead.rounds.at(-1);
  const phase = round?.phaseAt(market.now) ?? Phase.None;
  const isOwed = phase === Phase.Delivery || phase === Phase.Undelivered;
  requires(
    round !== undefined && round.outcome === undefined && isOwed,
    "AuctionHouse_WrongPhase",
    lead.id,
    phase,
  );
  return round;
}

/** Frees the leading bid, if there is one. */
function freeLeader({ leader }: Round): Address | undefined {
  if (leader !== undefined) leader.freed = true;
  return leader?.bidder;
}
