import type { Address } from "viem";

import type { AnyLog, ChainLog } from "../history.ts";
import { auctionId } from "../ids.ts";
import type { BidStory } from "./bidStory.ts";

/** A movement of an account's balance. Money in USDC units. */
export interface Movement {
  readonly log: AnyLog;
  /** Within the log. */
  readonly ordinal: number;
  readonly account: Address;
  readonly reason: string;
  readonly amount: bigint;
  /** Changes of both balances. */
  readonly free: bigint;
  readonly locked: bigint;
  readonly counterparty: Address | undefined;
  /** What it was for; undefined for deposits, withdrawals and budgets. */
  readonly round: Round | undefined;
  /** Whose money it was; undefined for what is no bounty's. */
  readonly bountyId?: bigint | undefined;
}

/** A step in a story. */
export interface Step {
  readonly log: AnyLog;
  /** Within the log. */
  readonly ordinal: number;
  readonly kind: string;
  readonly account: Address | undefined;
  readonly amount?: bigint | undefined;
  readonly counterparty?: Address | undefined;
  readonly leadId?: bigint;
  readonly round?: Round;
  /** Whether it is about the account's bid. */
  readonly ofBid?: boolean;
  readonly bountyId?: bigint | undefined;
}

type Part = Omit<Movement, "log" | "ordinal" | "round" | "counterparty"> &
  Partial<Pick<Movement, "counterparty">>;

/** A bounty's offer in a round. */
export interface Match {
  readonly matched: ChainLog<"matcher", "BountyMatched">;
  /** Whose better bid or offer came. */
  beaten?: { readonly by: Address; readonly log: AnyLog };
  ended?: ChainLog<"matcher", "MatchEnded">;
}

/** An auction round as its logs leave it, up to the last that was replayed. Money in USDC units. */
export class Round {
  readonly id: string;
  readonly leadId: bigint;
  readonly round: number;
  readonly created: ChainLog<"house", "AuctionCreated">;
  readonly bids = new Map<Address, BidStory>();
  /** In the order in which they were made. */
  readonly matches: Match[] = [];
  readonly movements: Movement[] = [];
  readonly steps: Step[] = [];
  /** Accounts whose opening was told to be barred. */
  readonly barred = new Set<Address>();
  /** Bids equal to the leader's, that one not counted, in the order in which they were opened. */
  tied: Address[] = [];
  /** How many there were when the tie was resolved, or are. */
  tiedBids = 0;
  leader: Address | undefined;
  top = 0n;
  /** The match whose offer is the leader's bid. */
  offer: Match | undefined;
  commitEnd: number;
  revealEnd: number;
  bondsReturned = false;
  downtime?: bigint;
  delay?: ChainLog<"house", "DeliveryDelayed">;
  request?: ChainLog<"tieBreaker", "TieBreakRequested">;
  word?: ChainLog<"tieBreaker", "TieBreakFulfilled">;
  resolution?: ChainLog<"house", "TieResolved">;
  end?: RoundEnd;
  /** What changed it last. */
  last: AnyLog;

  constructor(created: ChainLog<"house", "AuctionCreated">) {
    const { leadId, round, commitEnd, revealEnd } = created.args;
    this.id = auctionId(leadId, round);
    [this.leadId, this.round, this.created] = [leadId, round, created];
    [this.commitEnd, this.revealEnd] = [commitEnd, revealEnd];
    this.last = created;
  }

  /** The bid of an account that has one. */
  bid(bidder: Address | undefined): BidStory {
    const bid = bidder && this.bids.get(bidder);
    if (!bid) throw new Error(`${bidder ?? "Nobody"} has no bid in the round ${this.id}.`);
    return bid;
  }

  /** Books a movement of money, where any moves. */
  move(log: AnyLog, part: Part): void {
    if (part.amount === 0n && part.free === 0n && part.locked === 0n) return;
    const ordinal = this.movements.filter((one) => one.log === log).length;
    this.movements.push({ counterparty: undefined, ...part, log, ordinal, round: this });
  }

  /** Money that becomes free. */
  free(log: AnyLog, account: Address, reason: string, amount: bigint): void {
    this.move(log, { account, reason, amount, free: amount, locked: -amount });
  }

  /** Locked money of one account that becomes another's. */
  pay(
    log: AnyLog,
    from: Address,
    paid: string,
    to: Address,
    earned: string,
    amount: bigint,
    bountyId?: bigint,
  ): void {
    const [out, into] = [paid, earned];
    this.move(log, {
      ...{ account: from, reason: out, amount, counterparty: to, bountyId },
      ...{ free: 0n, locked: -amount },
    });
    this.move(log, {
      ...{ account: to, reason: into, amount, counterparty: from, bountyId },
      ...{ free: amount, locked: 0n },
    });
  }

  /** Tells a step of the round's story. */
  step(
    log: AnyLog,
    kind: string,
    account: Address | undefined,
    more: Pick<Step, "amount" | "counterparty" | "ofBid" | "bountyId"> = {},
  ): void {
    const ordinal = this.steps.filter((one) => one.log === log).length;
    this.steps.push({ log, ordinal, kind, account, ...more, leadId: this.leadId, round: this });
  }
}

/** How a round ended. */
export interface RoundEnd {
  readonly log: AnyLog;
  readonly outcome: string;
  readonly reason: string;
  readonly buyer?: Address;
  readonly price?: bigint;
  readonly fee?: bigint;
  readonly compensation?: bigint;
  readonly penalty?: bigint;
  readonly excused?: boolean;
}
