import { zeroAddress, type Address } from "viem";

import { auctionId } from "./ids.ts";
import { isEvent, type AnyLog, type ChainLog, type History } from "./history.ts";

type Commit = ChainLog<"house", "BidCommitted" | "BidOverwritten">;

/** A bid and what its logs say has become of it. */
export interface BidStory {
  readonly bidder: Address;
  readonly commits: readonly [Commit, ...Commit[]];
  readonly reveal: ChainLog<"house", "BidRevealed"> | undefined;
  /** How it ranked when it was opened. */
  rank?: string;
  state: string;
}

/** An auction round, replayed from its logs. Amounts in USDC units. */
export interface Round {
  readonly id: string;
  readonly leadId: bigint;
  readonly round: number;
  readonly created: ChainLog<"house", "AuctionCreated">;
  /** Of auction house and tie-breaker, in order. */
  readonly logs: readonly AnyLog[];
  readonly bids: ReadonlyMap<Address, BidStory>;
  /** Who leads or led when it ended; nobody where the lead was erased before anybody had won. */
  readonly leader: Address | undefined;
  /** The leader's bid. */
  readonly top: bigint;
  /** Further bids equal to the top one. */
  readonly tiedBids: number;
}

/** All rounds of all leads. */
export function roundsOf({ logs }: History): Round[] {
  const groups = new Map<string, AnyLog[]>();
  for (const log of logs) {
    const { leadId, round } = log.args as { leadId?: bigint; round?: number };
    const isRound = log.contract === "house" || log.contract === "tieBreaker";
    if (!isRound || leadId === undefined || round === undefined) continue;
    const id = auctionId(leadId, round);
    groups.set(id, [...(groups.get(id) ?? []), log]);
  }
  return [...groups].map(([id, group]) => replay(id, group));
}

function replay(id: string, logs: readonly AnyLog[]): Round {
  const created = logs.find((log) => isEvent(log, "house", "AuctionCreated"));
  if (created === undefined) throw new Error(`Nothing opened the round ${id}.`);
  const { leadId, round } = created.args;
  const bids = bidsOf(logs);
  const ranking = rank(created, logs, bids);
  return { id, leadId, round, created, logs, bids, ...ranking };
}

function bidsOf(logs: readonly AnyLog[]): Map<Address, BidStory> {
  const commits = logs.filter(
    (log) => isEvent(log, "house", "BidCommitted") || isEvent(log, "house", "BidOverwritten"),
  );
  const reveals = logs.filter((log) => isEvent(log, "house", "BidRevealed"));
  const bids = new Map<Address, BidStory>();
  for (const first of commits) {
    const { bidder } = first.args;
    if (bids.has(bidder)) continue;
    const later = commits.filter((commit) => commit !== first && commit.args.bidder === bidder);
    const reveal = reveals.find((one) => one.args.bidder === bidder);
    bids.set(bidder, { bidder, commits: [first, ...later], reveal, state: "Committed" });
  }
  return bids;
}

/** Follows who leads; leaves in each bid what has become of it. */
function rank(
  { args: opened }: ChainLog<"house", "AuctionCreated">,
  logs: readonly AnyLog[],
  bids: ReadonlyMap<Address, BidStory>,
) {
  const { reserve } = opened;
  let leader: Address | undefined;
  let isVacant = false;
  const opening: bigint[] = [];
  const barred = new Set<Address>();
  const set = (bidder: Address | undefined, state: string) => {
    const bid = bidder && bids.get(bidder);
    if (bid) bid.state = state;
  };
  const open = (bidder: Address, rank: string) => {
    const bid = bids.get(bidder);
    if (bid) Object.assign(bid, { rank, state: rank });
  };
  for (const log of logs) {
    if (isEvent(log, "house", "BidBarred")) barred.add(log.args.bidder);
    else if (isEvent(log, "house", "BidCommitted") || isEvent(log, "house", "BidOverwritten")) {
      set(log.args.bidder, "Committed");
    } else if (isEvent(log, "house", "BidWithdrawn")) set(log.args.bidder, "Withdrawn");
    else if (isEvent(log, "house", "BidRevealed")) {
      const { bidder, amount } = log.args;
      const top = opening.reduce((most, one) => (one > most ? one : most), 0n);
      if (barred.has(bidder)) open(bidder, "Barred");
      else if (amount < reserve) open(bidder, "BelowReserve");
      else if (amount < top) open(bidder, "Outbid");
      else if (amount === top) open(bidder, "Tied");
      else {
        set(leader, "Outbid");
        leader = bidder;
        open(bidder, "Leading");
      }
      if (amount >= reserve && !barred.has(bidder)) opening.push(amount);
    } else if (isEvent(log, "house", "TiedBidReleased")) set(log.args.bidder, "Released");
    else if (isEvent(log, "house", "TieResolved")) {
      leader = log.args.winner;
      set(leader, "Leading");
    } else if (isEvent(log, "house", "AuctionSettled")) set(log.args.buyer, "Won");
    else if (isEvent(log, "house", "AuctionRefunded")) set(log.args.buyer, "Refunded");
    else if (isEvent(log, "house", "SaleBarred")) set(log.args.buyer, "Barred");
    else if (isEvent(log, "house", "AuctionVoided")) set(leader, "Voided");
    else if (isEvent(log, "house", "AuctionErased")) {
      set(leader, "Erased");
      isVacant = log.args.buyer === zeroAddress;
    } else if (isEvent(log, "house", "BondForfeited")) set(log.args.bidder, "Forfeited");
    else if (isEvent(log, "house", "BondReturned")) set(log.args.bidder, "BondReturned");
  }
  const top = opening.reduce((most, one) => (one > most ? one : most), 0n);
  return {
    leader: isVacant ? undefined : leader,
    top: isVacant ? 0n : top,
    tiedBids: Math.max(0, opening.filter((amount) => amount === top).length - 1),
  };
}
