import { isAddressEqual, zeroAddress, type Address } from "viem";

import { revealOutcomeName } from "../../codes/enums.ts";
import type { VaultReason } from "../../generated/queries.ts";
import type { EventNamed, MarketEvent } from "./marketEvents.ts";
import { bidIn, type RoundStory } from "./roundStory.ts";

/** A change of an account's money in the vault. Amounts in USDC units. */
export interface Move {
  readonly account: Address;
  readonly reason: VaultReason;
  /** The amount that the reason names. */
  readonly amount: bigint;
  readonly free: bigint;
  readonly locked: bigint;
  /** The other account, where there is one. */
  readonly counterparty: Address | null;
}

/** Money that something holds from now on. */
export function lockMove(account: Address, reason: VaultReason, amount: bigint): Move {
  return { account, reason, amount, free: -amount, locked: amount, counterparty: null };
}

/** Money that nothing holds any more. */
export function freeMove(
  account: Address,
  reason: VaultReason,
  amount: bigint,
  counterparty: Address | null = null,
): Move {
  return { account, reason, amount, free: amount, locked: -amount, counterparty };
}

/** Locked money of one account that becomes free money of another. */
export function payMoves(
  [from, paid]: readonly [Address, VaultReason],
  [to, earned]: readonly [Address, VaultReason],
  amount: bigint,
): Move[] {
  return [
    { account: from, reason: paid, amount, free: 0n, locked: -amount, counterparty: to },
    { account: to, reason: earned, amount, free: amount, locked: 0n, counterparty: from },
  ];
}

/** What an event of a round moves, in its order. @param round as it was before the event. */
export function movesOf(event: MarketEvent, round: RoundStory | undefined): Move[] {
  return round === undefined ? openingMoves(event) : roundMoves(event, round);
}

/** The seller's bond is locked as the round opens. */
function openingMoves(event: MarketEvent): Move[] {
  if (event.eventName !== "AuctionCreated") return [];
  const { seller, deliveryBond } = event.args;
  return [lockMove(seller, "DeliveryBondLocked", deliveryBond)];
}

function roundMoves(event: MarketEvent, round: RoundStory): Move[] {
  switch (event.eventName) {
    case "BidCommitted":
      return [lockMove(event.args.bidder, "BidBondLocked", event.args.bond)];
    case "BidWithdrawn":
    case "BondReturned":
      return [freeMove(event.args.bidder, "BidBondFreed", event.args.bond)];
    case "BidRevealed":
      return revealMoves(event, round);
    case "LowBidCharged": {
      const { bidder, treasury, bond, tip } = event.args;
      return [
        ...payMoves([bidder, "LowBidTipPaid"], [treasury, "LowBidTipEarned"], tip),
        freeMove(bidder, "BidBondFreed", bond - tip),
      ];
    }
    case "TiedBidReleased":
      return [freeMove(event.args.bidder, "TiedBidFreed", event.args.amount)];
    case "AuctionSettled":
      return saleMoves(event);
    case "AuctionCancelled":
    case "AuctionClosedUnsold":
      return [freeMove(event.args.seller, "DeliveryBondFreed", event.args.deliveryBond)];
    case "AuctionRefunded":
      return [
        ...leaderMoves(round, event.args.buyer, event.args.bid),
        ...sellerBondMoves({ ...event.args, leader: event.args.buyer }),
      ];
    case "SaleBarred": {
      const { buyer, bid, seller, deliveryBond } = event.args;
      return [
        ...leaderMoves(round, buyer, bid),
        freeMove(seller, "DeliveryBondFreed", deliveryBond),
      ];
    }
    case "AuctionVoided": {
      const { leader, bid, seller, deliveryBond } = event.args;
      return [
        ...leaderMoves(round, leader, bid),
        freeMove(seller, "DeliveryBondFreed", deliveryBond),
      ];
    }
    case "AuctionErased": {
      const { leader, end } = event.args;
      return [...leaderMoves(round, leader, end.bid), ...sellerBondMoves({ ...end, leader })];
    }
    case "BondForfeited": {
      const { bidder, caller, treasury, bond, tip } = event.args;
      return [
        ...payMoves([bidder, "BondForfeited"], [caller, "TipEarned"], tip),
        ...payMoves([bidder, "BondForfeited"], [treasury, "ForfeitureEarned"], bond - tip),
      ];
    }
    default:
      return [];
  }
}

function revealMoves({ args }: EventNamed<"BidRevealed">, round: RoundStory): Move[] {
  const { bidder: account, amount, outbid } = args;
  const { bond } = bidIn(round, account);
  const change = amount - bond;
  const locked: Move = {
    ...{ account, reason: "BidLocked", amount, counterparty: null },
    ...{ free: -change, locked: change },
  };
  switch (revealOutcomeName(args.outcome)) {
    case "Leading":
      // Nobody for the first, and where an offer led.
      return isAddressEqual(outbid, zeroAddress)
        ? [locked]
        : [locked, freeMove(outbid, "BidOutbid", round.leadingBid, account)];
    case "Tied":
      return [locked];
    case "Outbid":
    case "Barred":
      return [freeMove(account, "BidBondFreed", bond)];
    case "BelowReserve":
      // `LowBidCharged` has the movements of its bond.
      return [];
  }
}

function saleMoves({ args }: EventNamed<"AuctionSettled">): Move[] {
  const { buyer, seller, treasury, price, fee, deliveryBond } = args;
  const net = price - fee;
  const sale = (
    account: Address,
    reason: VaultReason,
    amount: bigint,
    change: { free: bigint; locked: bigint },
    counterparty: Address,
  ): Move => ({ account, reason, amount, ...change, counterparty });
  return [
    sale(buyer, "SalePaid", price, { free: 0n, locked: -price }, seller),
    sale(seller, "SaleEarned", net, { free: net + deliveryBond, locked: -deliveryBond }, buyer),
    sale(treasury, "FeeEarned", fee, { free: fee, locked: 0n }, buyer),
  ];
}

/** The leading bid is free again; an offer is none, and the matcher frees it. */
function leaderMoves({ isOffer }: RoundStory, leader: Address, bid: bigint): Move[] {
  return isOffer || isAddressEqual(leader, zeroAddress) ? [] : [freeMove(leader, "BidFreed", bid)];
}

/** Where a seller's bond went in a round that did not sell. */
function sellerBondMoves({
  seller,
  leader,
  treasury,
  deliveryBond,
  compensation,
  penalty,
}: {
  readonly seller: Address;
  readonly leader: Address;
  readonly treasury: Address;
  readonly deliveryBond: bigint;
  readonly compensation: bigint;
  readonly penalty: bigint;
}): Move[] {
  return [
    freeMove(seller, "DeliveryBondFreed", deliveryBond - compensation - penalty),
    ...payMoves([seller, "CompensationPaid"], [leader, "CompensationEarned"], compensation),
    ...payMoves([seller, "PenaltyPaid"], [treasury, "PenaltyEarned"], penalty),
  ];
}
