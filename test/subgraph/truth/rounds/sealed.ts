import { isEvent, type AnyLog, type ChainLog } from "../history.ts";
import { REVEAL_FAULTS } from "../words.ts";
import type { BidStory } from "./bidStory.ts";
import type { Round } from "./round.ts";

/** What happens to bids that are not opened. Returns whether the log is of that kind. */
export function followSealed(round: Round, log: AnyLog): boolean {
  if (isEvent(log, "house", "BidCommitted")) return commit(round, log);
  if (isEvent(log, "house", "BidOverwritten")) {
    const { bidder, commitment } = log.args;
    const bid = touched(round, log, bidder);
    Object.assign(bid, { commitment, sealedOpening: "0x", committed: log, revealFault: undefined });
    bid.commitCount++;
    round.step(log, "BidOverwritten", bidder, { ofBid: true });
    return true;
  }
  if (isEvent(log, "house", "SealedOpeningGiven")) {
    touched(round, log, log.args.bidder).sealedOpening = log.args.sealedOpening;
    return true;
  }
  if (isEvent(log, "house", "BidWithdrawn")) {
    const { bidder, bond } = log.args;
    touched(round, log, bidder).withdrawn = log;
    close(round, log, bidder, "Withdrawn", "BidWithdrawn", "BidBondFreed", bond);
    round.last = log;
    return true;
  }
  if (isEvent(log, "house", "RevealSkipped")) {
    touched(round, log, log.args.bidder).revealFault = REVEAL_FAULTS[log.args.fault];
    return true;
  }
  if (isEvent(log, "house", "BondReturned")) {
    const { bidder, bond } = log.args;
    close(round, log, bidder, "Returned", "BondReturned", "BidBondFreed", bond);
    return true;
  }
  if (isEvent(log, "house", "TiedBidReleased")) {
    const { bidder, amount } = log.args;
    close(round, log, bidder, "Released", "TiedBidReleased", "TiedBidFreed", amount);
    return true;
  }
  return isEvent(log, "house", "BondForfeited") && forfeit(round, log);
}

function commit(round: Round, log: ChainLog<"house", "BidCommitted">): boolean {
  const { bidder, commitment, bond } = log.args;
  const before = round.bids.get(bidder);
  const sealed = {
    ...{ status: "Committed", bond, locked: bond, commitment, sealedOpening: "0x" as const },
    ...{ committed: log, ended: undefined, revealFault: undefined, last: log },
  };
  const fresh: BidStory = {
    ...{ bidder, first: log, commitCount: 0, tip: 0n, compensation: 0n },
    ...sealed,
  };
  const bid = before ? Object.assign(before, sealed) : fresh;
  bid.commitCount++;
  round.bids.set(bidder, bid);
  round.move(log, {
    ...{ account: bidder, reason: "BidBondLocked", amount: bond },
    ...{ free: -bond, locked: bond },
  });
  round.step(log, "BidCommitted", bidder, { amount: bond, ofBid: true });
  round.last = log;
  return true;
}

/** The tip comes first, the treasury's part then. */
function forfeit(round: Round, log: ChainLog<"house", "BondForfeited">): boolean {
  const { bidder, treasury, caller, bond, tip } = log.args;
  end(round, log, touched(round, log, bidder), "Forfeited");
  round.pay(log, bidder, "BondForfeited", caller, "TipEarned", tip);
  round.pay(log, bidder, "BondForfeited", treasury, "ForfeitureEarned", bond - tip);
  round.step(log, "BondForfeited", bidder, { amount: bond, counterparty: caller, ofBid: true });
  return true;
}

function close(
  round: Round,
  log: AnyLog,
  bidder: BidStory["bidder"],
  status: string,
  kind: string,
  reason: string,
  amount: bigint,
): void {
  end(round, log, touched(round, log, bidder), status);
  round.free(log, bidder, reason, amount);
  round.step(log, kind, bidder, { amount, ofBid: true });
}

/** An account's bid, changed by a log. */
export function touched(round: Round, log: AnyLog, bidder: BidStory["bidder"]): BidStory {
  return Object.assign(round.bid(bidder), { last: log });
}

/** Nothing is locked for a bid any more. */
export function end(round: Round, log: AnyLog, bid: BidStory, status: string): void {
  Object.assign(bid, { status, locked: 0n, ended: log, last: log });
  round.tied = round.tied.filter((bidder) => bidder !== bid.bidder);
}
