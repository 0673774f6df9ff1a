import type { Address } from "viem";

import type { EndReason, Outcome } from "../../generated/queries.ts";
import { end, type BidStory } from "./bidStory.ts";
import type { EventNamed, MarketEvent } from "./marketEvents.ts";

/** An auction round, as the events up to now leave it. Amounts in USDC units, times in Unix seconds. */
export interface RoundStory {
  readonly leadId: bigint;
  readonly round: number;
  readonly seller: Address;
  readonly reserve: bigint;
  readonly bidBond: bigint;
  readonly instantSale: boolean;
  /** Seconds. */
  readonly deliveryWindow: number;
  /** When the lead expires. */
  readonly expiresAt: number;
  readonly bids: Map<Address, BidStory>;
  commitEnd: number;
  revealEnd: number;
  /** Null while a tie is open. */
  deliveryEnd: number | null;
  outcome: Outcome | null;
  endReason: EndReason | null;
  closedAt: number | null;
  leader: Address | null;
  /** Whether a bounty's offer leads, which is no bid. */
  isOffer: boolean;
  leadingBid: bigint;
  /** Open bids that equal the leading one. */
  tiedBids: number;
  tieOpen: boolean;
  tieRequestedAt: number | null;
  tieWordAt: number | null;
  revealCount: number;
  pendingCommitments: number;
  bondsReturned: boolean;
  buyer: Address | null;
  price: bigint | null;
  fee: bigint | null;
}

/** A round as it was opened. @param expiresAt when its lead expires. */
export function newRound({ args }: EventNamed<"AuctionCreated">, expiresAt: number): RoundStory {
  const { leadId, round, seller, reserve, bidBond, deliveryWindow, terms } = args;
  const story: RoundStory = {
    ...{ leadId, round, seller, reserve, bidBond, deliveryWindow, expiresAt },
    instantSale: terms.instantSale,
    bids: new Map(),
    commitEnd: args.commitEnd,
    revealEnd: args.revealEnd,
    deliveryEnd: null,
    outcome: null,
    endReason: null,
    closedAt: null,
    leader: null,
    isOffer: false,
    leadingBid: 0n,
    tiedBids: 0,
    tieOpen: false,
    tieRequestedAt: null,
    tieWordAt: null,
    revealCount: 0,
    pendingCommitments: 0,
    bondsReturned: false,
    buyer: null,
    price: null,
    fee: null,
  };
  planDelivery(story);
  return story;
}

/** Sets the end of the reveal phase, and what follows from it. */
export function setRevealEnd(round: RoundStory, revealEnd: number): void {
  round.revealEnd = revealEnd;
  planDelivery(round);
}

/** Records whether other bids equal the leader's. */
export function setTieOpen(round: RoundStory, tieOpen: boolean): void {
  round.tieOpen = tieOpen;
  planDelivery(round);
}

/** Sets until when the seller should deliver: never after the lead has expired. */
export function setDeliveryEnd(round: RoundStory, deliveryEnd: number): void {
  round.deliveryEnd = Math.min(deliveryEnd, round.expiresAt);
}

/** The delivery window opens when the reveal phase ends; while a tie is open, its start is unknown. */
function planDelivery(round: RoundStory): void {
  if (round.tieOpen) round.deliveryEnd = null;
  else setDeliveryEnd(round, round.revealEnd + round.deliveryWindow);
}

/** An account's bid in a round. @throws where the node left out the event that committed it. */
export function bidIn({ leadId, round, bids }: RoundStory, bidder: Address): BidStory {
  const bid = bids.get(bidder);
  if (bid !== undefined) return bid;
  throw new Error(
    `The node has no event of ${bidder}'s commitment on lead ${leadId}, round ${round}.`,
  );
}

/** Records that the leader's bid has won, if it is known. An offer is no bid. */
export function winBid(round: RoundStory): void {
  if (round.leader === null || round.isOffer) return;
  const bid = bidIn(round, round.leader);
  bid.status = "Won";
  bid.isTied = false;
}

/** All tied bids are beaten, except the winner's own. Their money stays locked until somebody releases it. */
export function loseTie({ bids }: RoundStory, winner: Address): void {
  for (const bid of bids.values()) {
    if (!bid.isTied || bid.bidder === winner) continue;
    bid.status = "Outbid";
    bid.outbidBy = winner;
    bid.isTied = false;
  }
}

/** Ends the leader's bid; an offer is none. */
export function endLeadingBid(
  round: RoundStory,
  status: "Delivered" | "Refunded" | "Barred" | "Released",
  event: MarketEvent,
  { leader, compensation = 0n }: { readonly leader: Address; readonly compensation?: bigint },
): void {
  if (round.isOffer) return;
  const bid = bidIn(round, leader);
  bid.compensation = compensation;
  end(bid, status, event);
}

/** Forgets who leads a round that ends before anybody has won. */
export function dropLeader(round: RoundStory): void {
  round.leader = null;
  round.leadingBid = 0n;
  round.isOffer = false;
}

/** Ends a round. */
export function close(
  round: RoundStory,
  outcome: Outcome,
  reason: EndReason,
  { time }: MarketEvent,
): void {
  round.outcome = outcome;
  round.endReason = reason;
  round.closedAt = time;
}
