import type { Address, Hex } from "viem";

import { revealFaultName } from "../../codes/enums.ts";
import type { BidStatus, RevealFault } from "../../generated/queries.ts";
import type { MarketEvent } from "./marketEvents.ts";

/** When something happened. */
export interface Moment {
  /** Unix seconds. */
  readonly time: number;
  readonly tx: Hex;
}

/** An account's bid in a round, as the events up to now leave it. Amounts in USDC units. */
export interface BidStory {
  readonly bidder: Address;
  status: BidStatus;
  /** Null while it is sealed. */
  amount: bigint | null;
  bond: bigint;
  locked: bigint;
  /** Empty where its bidder gave none. */
  sealedOpening: Hex;
  /** Whether it equals the leading bid, and is not the first that does. */
  isTied: boolean;
  outbidBy: Address | null;
  revealFault: RevealFault | null;
  tip: bigint;
  compensation: bigint;
  /** Its latest commitment. */
  committed: Moment;
  withdrawn: Moment | null;
  revealed: Moment | null;
  /** When its last money was freed or paid. */
  ended: Moment | null;
}

/** When an event happened. */
export function momentOf({ time, transactionHash }: MarketEvent): Moment {
  return { time, tx: transactionHash };
}

/** A bid at its first commitment. */
export function newBid(bidder: Address, event: MarketEvent): BidStory {
  return {
    bidder,
    status: "Committed",
    amount: null,
    bond: 0n,
    locked: 0n,
    sealedOpening: "0x",
    isTied: false,
    outbidBy: null,
    revealFault: null,
    tip: 0n,
    compensation: 0n,
    committed: momentOf(event),
    withdrawn: null,
    revealed: null,
    ended: null,
  };
}

/** Gives a bid its latest commitment. An encrypted opening has an event of its own. */
export function commit(bid: BidStory, event: MarketEvent): void {
  bid.sealedOpening = "0x";
  bid.committed = momentOf(event);
  bid.revealFault = null;
}

/** Locks a bid's money. */
export function lock(bid: BidStory, status: BidStatus, amount: bigint): void {
  bid.status = status;
  bid.locked = amount;
  bid.ended = null;
}

/** Ends a bid: no money is locked for it any more. */
export function end(bid: BidStory, status: BidStatus, event: MarketEvent): void {
  bid.status = status;
  bid.locked = 0n;
  bid.isTied = false;
  bid.ended = momentOf(event);
}

/** Why an opening failed; null where nothing is said. */
export function faultOf(fault: number): RevealFault | null {
  const name = revealFaultName(fault);
  return name === "None" ? null : name;
}
