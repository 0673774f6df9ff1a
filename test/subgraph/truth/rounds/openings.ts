import assert from "node:assert/strict";

import { zeroAddress, type Address } from "viem";

import { isEvent, type AnyLog, type ChainLog } from "../history.ts";
import { REVEAL_OUTCOMES } from "../words.ts";
import { beatOffer } from "./offers.ts";
import { end, touched } from "./sealed.ts";
import type { Round } from "./round.ts";

/** What happens while bids are opened and ties resolved. Returns whether the log is of that kind. */
export function followOpenings(round: Round, log: AnyLog): boolean {
  if (isEvent(log, "house", "BidBarred")) {
    round.barred.add(log.args.bidder);
    return true;
  }
  if (isEvent(log, "house", "LowBidCharged")) {
    const { bidder, treasury, bond, tip } = log.args;
    touched(round, log, bidder).tip = tip;
    round.pay(log, bidder, "LowBidTipPaid", treasury, "LowBidTipEarned", tip);
    round.free(log, bidder, "BidBondFreed", bond - tip);
    return true;
  }
  if (isEvent(log, "house", "BidRevealed")) return open(round, log);
  if (isEvent(log, "house", "RevealClosed")) {
    round.revealEnd = log.args.revealEnd;
    round.last = log;
    if (round.tiedBids === 0) win(round, log);
    round.step(log, "BidsOpened", round.leader);
    return true;
  }
  if (isEvent(log, "tieBreaker", "TieBreakRequested")) {
    [round.request, round.last] = [log, log];
    round.step(log, "TieRequested", round.leader);
    return true;
  }
  if (isEvent(log, "tieBreaker", "TieBreakFulfilled")) {
    [round.word, round.last] = [log, log];
    return true;
  }
  return isEvent(log, "house", "TieResolved") && resolve(round, log);
}

/** Whose bid leads has won, as far as it is known; nothing where nobody or an offer leads. */
export function win(round: Round, log: AnyLog): void {
  if (round.leader !== undefined && round.offer === undefined)
    touched(round, log, round.leader).status = "Won";
}

/** Ranks the bid by its amount alone: the contract has to have come to the same. */
function open(round: Round, log: ChainLog<"house", "BidRevealed">): boolean {
  const { bidder, amount, outbid } = log.args;
  const rank = rankOf(round, bidder, amount);
  const place = `bid of ${bidder} in the round ${round.id}`;
  assert.equal(REVEAL_OUTCOMES[log.args.outcome], rank, place);
  const former = rank === "Leading" && !round.offer ? round.leader : undefined;
  assert.equal(outbid, former ?? zeroAddress, `whom the ${place} beats`);
  const bid = touched(round, log, bidder);
  Object.assign(bid, { amount, revealed: log, revealFault: undefined });
  round.last = log;
  if (rank === "Leading" || rank === "Tied") {
    const change = amount - bid.bond;
    Object.assign(bid, { status: rank, locked: amount });
    round.move(log, {
      ...{ account: bidder, reason: "BidLocked", amount },
      ...{ free: -change, locked: change },
    });
    round.step(log, rank === "Tied" ? "BidTied" : "BidLeads", bidder, { amount, ofBid: true });
    if (rank === "Leading") lead(round, log);
    else round.tied.push(bidder);
    round.tiedBids = round.tied.length;
    return true;
  }
  end(round, log, bid, rank);
  // What a bid below the reserve cost another event tells.
  if (rank !== "BelowReserve") round.free(log, bidder, "BidBondFreed", bid.bond);
  const counterparty = rank === "Outbid" ? round.leader : undefined;
  if (counterparty) bid.outbidBy = counterparty;
  round.step(log, `Bid${rank}`, bidder, { amount, counterparty, ofBid: true });
  return true;
}

/** An offer loses ties. */
function rankOf({ barred, created, top, offer }: Round, bidder: Address, amount: bigint): string {
  if (barred.has(bidder)) return "Barred";
  if (amount < created.args.reserve) return "BelowReserve";
  return amount < top ? "Outbid" : amount === top && !offer ? "Tied" : "Leading";
}

/** The former leader's money is freed at once; that of those who tied with it stays locked until somebody releases it. */
function lead(round: Round, log: ChainLog<"house", "BidRevealed">): void {
  const { bidder, amount } = log.args;
  const { top, tied, offer } = round;
  const former = offer ? undefined : round.leader;
  [round.leader, round.top] = [bidder, amount];
  if (former !== undefined) {
    const beaten = touched(round, log, former);
    end(round, log, beaten, "Outbid");
    beaten.outbidBy = bidder;
    round.move(log, {
      ...{ account: former, reason: "BidOutbid", amount: top, counterparty: bidder },
      ...{ free: top, locked: -top },
    });
    round.step(log, "BidOutbid", former, { amount: top, counterparty: bidder, ofBid: true });
  }
  beatOffer(round, log, bidder);
  beat(round, log, tied, bidder);
  round.tied = [];
}

/** Tied bids that have lost, in the order of their bidders. */
function beat(round: Round, log: AnyLog, losers: readonly Address[], by: Address): void {
  const order = (a: Address, b: Address) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1);
  for (const loser of losers.toSorted(order)) {
    const bid = touched(round, log, loser);
    bid.outbidBy = by;
    // The log that frees a former leader's money may come before.
    if (bid.ended === undefined) bid.status = "Outbid";
    const { amount } = bid;
    round.step(log, "BidOutbid", loser, { amount, counterparty: by, ofBid: true });
  }
}

function resolve(round: Round, log: ChainLog<"house", "TieResolved">): boolean {
  const { winner, tiedBids } = log.args;
  const former = round.leader;
  assert.ok(former !== undefined && [former, ...round.tied].includes(winner), "a tied bid wins");
  assert.equal(BigInt(round.tied.length + 1), tiedBids, `bids that tie in the round ${round.id}`);
  [round.leader, round.resolution, round.last] = [winner, log, log];
  win(round, log);
  round.step(log, "TieResolved", winner, { amount: round.top, ofBid: true });
  const losers = round.tied.filter((bidder) => bidder !== winner);
  beat(round, log, losers, winner);
  round.tied = [];
  // The former leader's money is freed by an event of its own, as that of the others.
  if (former !== winner) beat(round, log, [former], winner);
  return true;
}
