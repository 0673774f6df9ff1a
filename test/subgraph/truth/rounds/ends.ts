import { zeroAddress, type Address } from "viem";

import { isEvent, type AnyLog, type ChainLog } from "../history.ts";
import { win } from "./openings.ts";
import type { Round, RoundEnd } from "./round.ts";
import { end, touched } from "./sealed.ts";

/** What ends a round, or keeps it from ending as it should. */
export function followEnds(round: Round, log: AnyLog): void {
  if (isEvent(log, "house", "AuctionSettled")) settle(round, log);
  else if (isEvent(log, "house", "AuctionCancelled")) {
    const { seller, deliveryBond, commitments } = log.args;
    const inPause = commitments > 0 || round.offer !== undefined;
    if (commitments > 0) round.bondsReturned = true;
    dropLeader(round);
    giveUp(round, log, seller, deliveryBond, {
      outcome: "Cancelled",
      reason: inPause ? "CancelledInPause" : "CancelledWithoutBids",
    });
  } else if (isEvent(log, "house", "AuctionClosedUnsold")) {
    const { seller, deliveryBond } = log.args;
    const reason = round.bids.size === 0 ? "NoBids" : "NoValidBid";
    giveUp(round, log, seller, deliveryBond, { outcome: "Unsold", reason });
  } else if (isEvent(log, "house", "AuctionRefunded")) refund(round, log);
  else if (isEvent(log, "house", "SaleBarred")) {
    const { buyer, seller, bid, deliveryBond } = log.args;
    const ofBid = freeBid(round, log, buyer, bid, "Barred");
    round.free(log, seller, "DeliveryBondFreed", deliveryBond);
    round.step(log, "SaleBarred", buyer, { amount: bid, counterparty: seller, ofBid });
    close(round, log, { outcome: "Barred", reason: "BuyerBarred", buyer });
  } else if (isEvent(log, "house", "AuctionVoided")) {
    const { leader, seller, bid, deliveryBond } = log.args;
    const isLed = leader !== zeroAddress;
    const ofBid = isLed && freeBid(round, log, leader, bid, "Released");
    round.free(log, seller, "DeliveryBondFreed", deliveryBond);
    round.bondsReturned = true;
    if (isLed) round.step(log, "AuctionVoided", leader, { amount: bid, ofBid });
    else round.step(log, "AuctionVoided", seller);
    const isTie = round.last.event !== "OutageReported" || round.last.txHash !== log.txHash;
    close(round, log, { outcome: "Voided", reason: isTie ? "TieUnresolved" : "SequencerOutage" });
  } else if (isEvent(log, "house", "AuctionErased")) erase(round, log);
  else if (isEvent(log, "house", "DeliveryDelayed")) {
    [round.delay, round.last] = [log, log];
    win(round, log);
    round.step(log, "DeliveryDelayed", round.leader);
  } else if (isEvent(log, "house", "OutageReported")) {
    const isNew = round.downtime === undefined;
    [round.downtime, round.bondsReturned, round.last] = [log.args.downtime, true, log];
    if (isNew) round.step(log, "OutageReported", round.created.args.seller);
  } else throw new Error(`Nobody knows what ${log.event} does to a round.`);
}

function settle(round: Round, log: ChainLog<"house", "AuctionSettled">): void {
  const { buyer, seller, treasury, price, fee, deliveryBond } = log.args;
  const net = price - fee;
  const ofBid = endBid(round, log, buyer, "Delivered");
  round.move(log, {
    ...{ account: buyer, reason: "SalePaid", amount: price, counterparty: seller },
    ...{ free: 0n, locked: -price },
  });
  round.move(log, {
    ...{ account: seller, reason: "SaleEarned", amount: net, counterparty: buyer },
    ...{ free: net + deliveryBond, locked: -deliveryBond },
  });
  round.move(log, {
    ...{ account: treasury, reason: "FeeEarned", amount: fee, counterparty: buyer },
    ...{ free: fee, locked: 0n },
  });
  round.step(log, "LeadBought", buyer, { amount: price, counterparty: seller, ofBid });
  round.step(log, "LeadSold", seller, { amount: net, counterparty: buyer });
  close(round, log, { outcome: "Sold", reason: "Delivered", buyer, price, fee });
}

function refund(round: Round, log: ChainLog<"house", "AuctionRefunded">): void {
  const { buyer, seller, bid, compensation, penalty, excused } = log.args;
  const ofBid = freeBid(round, log, buyer, bid, "Refunded", compensation);
  spendBond(round, log, { ...log.args, winner: buyer });
  round.step(log, "BuyerRefunded", buyer, { amount: bid, counterparty: seller, ofBid });
  const lost = compensation + penalty;
  round.step(log, "DeliveryMissed", seller, { amount: lost, counterparty: buyer });
  const reason = excused ? "DeliveryExcused" : "NotDelivered";
  close(round, log, {
    ...{ outcome: "Undelivered", reason },
    ...{ buyer, compensation, penalty, excused },
  });
}

function erase(round: Round, log: ChainLog<"house", "AuctionErased">): void {
  const { leader, end: told } = log.args;
  const { won, compensation, penalty, excused } = told;
  if (leader !== zeroAddress) freeBid(round, log, leader, told.bid, "Released", compensation);
  spendBond(round, log, { ...told, winner: leader });
  round.step(log, "AuctionErased", told.seller, { amount: compensation + penalty });
  if (told.bondsReturned) round.bondsReturned = true;
  if (!won) dropLeader(round);
  close(round, log, {
    ...{ outcome: "Erased", reason: won ? "ErasedAfterWinner" : "ErasedBeforeWinner" },
    ...(won ? { buyer: leader } : {}),
    ...{ compensation, penalty, excused },
  });
}

/** A seller that has its bond back. */
function giveUp(
  round: Round,
  log: AnyLog,
  seller: Address,
  amount: bigint,
  told: Pick<RoundEnd, "outcome" | "reason">,
): void {
  round.free(log, seller, "DeliveryBondFreed", amount);
  round.step(log, `Auction${told.outcome}`, seller, { amount });
  close(round, log, told);
}

/** Frees the leader's bid; of an offer the matcher tells. Returns whether it is a bid. */
function freeBid(
  round: Round,
  log: AnyLog,
  bidder: Address,
  amount: bigint,
  status: string,
  compensation = 0n,
): boolean {
  const isBid = endBid(round, log, bidder, status);
  if (!isBid) return false;
  round.bid(bidder).compensation = compensation;
  round.free(log, bidder, "BidFreed", amount);
  return true;
}

/** Ends the leader's bid, if it is one and no offer. Returns whether it is. */
function endBid(round: Round, log: AnyLog, bidder: Address, status: string): boolean {
  if (round.offer !== undefined) return false;
  end(round, log, touched(round, log, bidder), status);
  return true;
}

function dropLeader(round: Round): void {
  [round.leader, round.top, round.offer] = [undefined, 0n, undefined];
}

interface Bond {
  readonly seller: Address;
  readonly treasury: Address;
  readonly winner: Address;
  readonly deliveryBond: bigint;
  readonly compensation: bigint;
  readonly penalty: bigint;
}

function spendBond(round: Round, log: AnyLog, bond: Bond): void {
  const { seller, treasury, winner, compensation, penalty } = bond;
  const rest = bond.deliveryBond - compensation - penalty;
  round.free(log, seller, "DeliveryBondFreed", rest);
  round.pay(log, seller, "CompensationPaid", winner, "CompensationEarned", compensation);
  round.pay(log, seller, "PenaltyPaid", treasury, "PenaltyEarned", penalty);
}

function close(round: Round, log: AnyLog, told: Omit<RoundEnd, "log">): void {
  if (round.end !== undefined) throw new Error(`The round ${round.id} ended twice.`);
  round.end = { log, ...told };
  round.last = log;
}
