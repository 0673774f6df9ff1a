import { BigInt } from "@graphprotocol/graph-ts";

import { Auction } from "../../generated/schema";

/** How long after `deliveryEnd` nobody can refund, in seconds: `AuctionRoundLib.DELIVERY_GRACE`. */
const DELIVERY_GRACE = 10 * 60;
/** How long after `revealEnd` nobody is punished for a missed opening, in seconds: `AuctionEndsLogic.OUTAGE_GRACE`. */
const FORFEIT_GRACE = 60 * 60;
/** How long after `revealEnd` a tie waits for its random word, in seconds: `AuctionRoundLib.TIE_BREAK_TIMEOUT`. */
const TIE_TIMEOUT = 24 * 60 * 60;
/** How long after `revealEnd` a tie can be voided, in seconds: `AuctionEndsLogic.VOID_DELAY`. */
const VOID_DELAY = 7 * 24 * 60 * 60;

/** Sets the end of the reveal phase and the deadlines that follow from it. */
export function setRevealEnd(auction: Auction, revealEnd: BigInt): void {
  auction.revealEnd = revealEnd;
  auction.forfeitableAt = after(revealEnd, FORFEIT_GRACE);
  auction.tieTimeoutAt = after(revealEnd, TIE_TIMEOUT);
  auction.voidableAt = after(revealEnd, VOID_DELAY);
  planDelivery(auction);
}

/** Records whether other bids equal the leader's. */
export function setTieOpen(auction: Auction, tieOpen: boolean): void {
  auction.tieOpen = tieOpen;
  planDelivery(auction);
}

/** Sets until when the seller should deliver. */
export function setDeliveryEnd(auction: Auction, deliveryEnd: BigInt): void {
  const end = deliveryEnd < auction.expiresAt ? deliveryEnd : auction.expiresAt;
  auction.deliveryEnd = end;
  auction.refundableAt = after(end, DELIVERY_GRACE);
}

/** The delivery window opens when the reveal phase ends; while a tie is open, its start is unknown. */
function planDelivery(auction: Auction): void {
  if (auction.tieOpen) {
    auction.deliveryEnd = null;
    auction.refundableAt = null;
  } else {
    setDeliveryEnd(auction, auction.revealEnd.plus(auction.deliveryWindow));
  }
}

function after(time: BigInt, seconds: i32): BigInt {
  return time.plus(BigInt.fromI32(seconds));
}
