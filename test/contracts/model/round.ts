import { zeroAddress, type Address } from "viem";

import { Phase } from "../../../deploy/sdk/codes/enums.ts";

/** How long a tie waits for its random word, seconds. */
export const TIE_BREAK_TIMEOUT = 86_400;
/** When an unresolved tie can be voided, seconds after `revealEnd`. */
export const VOID_DELAY = 7 * 86_400;

/** How long after `deliveryEnd` nobody can refund, seconds. */
export const DELIVERY_GRACE = 600;

/** An opened bid that counts: at or above the reserve, of a bidder who is not denied. */
export interface Bid {
  readonly bidder: Address;
  readonly amount: bigint;
  /** Whether it equalled the top bid when it was opened. */
  readonly tied: boolean;
  /** Whether its money is free again. */
  freed: boolean;
}

/** A sealed bid that nobody has opened. */
export interface Sealed {
  readonly amount: bigint;
  readonly salt: `0x${string}`;
}

/** The random word of a tied round. */
export interface TieBreak {
  readonly requestId: bigint;
  readonly requestedAt: number;
  word?: { readonly value: bigint; readonly at: number };
}

/** What stays fixed for a round. Amounts in USDC units, times Unix seconds. */
export interface RoundTerms {
  readonly id: number;
  readonly commitEnd: number;
  readonly deliveryWindow: number;
  readonly expiresAt: number;
  readonly bidBond: bigint;
  readonly deliveryBond: bigint;
  readonly reserve: bigint;
  readonly feeBps: number;
  readonly convenienceFee: number;
}

/** One auction round as a list of what happened: everything else is derived from it. */
export class Round {
  readonly terms: RoundTerms;
  revealEnd: number;
  readonly sealed = new Map<Address, Sealed>();
  readonly bids: Bid[] = [];
  /** Sealed bids whose bonds were forfeited or returned. */
  abandoned = 0;
  tieBreak: TieBreak | undefined;
  resolved: { readonly winner: Bid; readonly at: number } | undefined;
  outcome: Phase | undefined;
  /** Whether unopened bonds go back to their bidders. */
  bondsReturned = false;
  /** Whether the round ended before its winner was certain: then nobody leads. */
  cutOff = false;

  constructor(terms: RoundTerms, revealEnd: number) {
    this.terms = terms;
    this.revealEnd = revealEnd;
  }

  get pending(): number {
    return this.sealed.size + this.abandoned;
  }

  get top(): bigint {
    return this.bids.reduce((top, { amount }) => (amount > top ? amount : top), 0n);
  }

  /** Top bids in the order in which they were opened. */
  get contenders(): readonly Bid[] {
    const { top } = this;
    return this.bids.filter(({ amount }) => amount === top);
  }

  get leader(): Bid | undefined {
    return this.resolved?.winner ?? this.contenders[0];
  }

  get price(): bigint {
    return this.top;
  }

  get fee(): bigint {
    const { feeBps, convenienceFee } = this.terms;
    const fee = (this.price * BigInt(feeBps)) / 10_000n + BigInt(convenienceFee);
    return fee < this.price ? fee : this.price;
  }

  get fixedAt(): number {
    return this.resolved?.at ?? this.revealEnd;
  }

  get deliveryEnd(): number {
    return Math.min(this.fixedAt + this.terms.deliveryWindow, this.terms.expiresAt);
  }

  /** When a tie begins to go to the bid that was opened first. */
  get tieTimeout(): number {
    return this.revealEnd + TIE_BREAK_TIMEOUT;
  }

  /** Whether a bid of this amount counts. */
  counts(amount: bigint): boolean {
    return amount >= this.terms.reserve;
  }

  phaseAt(now: number): Phase {
    if (this.outcome !== undefined) return this.outcome;
    if (now < this.terms.commitEnd) return Phase.Commit;
    if (now < this.revealEnd && this.pending > 0) return Phase.Reveal;
    if (this.bids.length === 0) return Phase.Unsold;
    if (this.contenders.length > 1 && this.resolved === undefined) return Phase.TieBreak;
    return now < this.deliveryEnd + DELIVERY_GRACE ? Phase.Delivery : Phase.Undelivered;
  }

  /** Bids that equalled the top when they were opened, in order; undefined for those that are no longer on the list. */
  tiedAt(amount: bigint): readonly (Bid | undefined)[] {
    return this.bids
      .filter((bid) => bid.tied && bid.amount === amount)
      .map((bid) => (bid.freed || bid === this.resolved?.winner ? undefined : bid));
  }

  /** What this round locks of a bidder's money. */
  lockedOf(account: Address): bigint {
    const bond = this.sealed.has(account) ? this.terms.bidBond : 0n;
    return this.bids
      .filter((bid) => bid.bidder === account && !bid.freed)
      .reduce((sum, { amount }) => sum + amount, bond);
  }

  /** What `auctionOf` should return. */
  viewAt(now: number) {
    const { terms } = this;
    const leader = this.cutOff ? undefined : this.leader;
    const { id: round, commitEnd, bidBond, deliveryBond, reserve } = terms;
    const phase = this.phaseAt(now);
    const open: readonly Phase[] = [Phase.Reveal, Phase.TieBreak, Phase.Voided];
    const isFixed = leader !== undefined && !open.includes(phase);
    return {
      phase,
      closed: this.outcome !== undefined,
      ...{ round, commitEnd, revealEnd: this.revealEnd },
      fixedAt: isFixed ? this.fixedAt : 0,
      deliveryEnd: isFixed ? this.deliveryEnd : 0,
      pendingCommitments: this.pending,
      tiedBids: Math.max(this.contenders.length - 1, 0),
      bondsReturned: this.bondsReturned,
      ...{ offered: false, instantSale: false },
      ...{ bidBond, deliveryBond, reserve },
      feeBps: terms.feeBps,
      convenienceFee: terms.convenienceFee,
      leader: leader?.bidder ?? zeroAddress,
      leadingBid: leader === undefined ? 0n : this.top,
      price: isFixed ? this.price : 0n,
    };
  }
}
