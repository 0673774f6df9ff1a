import type { ContractFunctionReturnType } from "viem";

import type { auctionHouseAbi } from "../generated/abis.ts";

/** A round as the house returns it. */
type Auction = ContractFunctionReturnType<typeof auctionHouseAbi, "view", "auctionOf">;

/** How long after the delivery window nobody can refund, so that no refund overtakes a delivery under way, seconds. */
const REFUND_GRACE = 600;
/** How long a tie may hang, seconds. */
const TIE_TIME = 86_400;
/** How long after the reveal phase no bond is forfeited, so that an outage can be reported, seconds. */
const FORFEIT_GRACE = 3_600;

/**
 * Latest end of the delivery window of a round that takes bids, Unix seconds: bidders must be cleared until then.
 * @param deliveryWindow of the lead's vertical, seconds.
 */
export function latestEndOf(
  { revealEnd }: Pick<Auction, "revealEnd">,
  deliveryWindow: number,
): number {
  return revealEnd + TIE_TIME + deliveryWindow;
}

/** How long the rounds of a vertical last, seconds. */
export interface Windows {
  readonly commitWindow: number;
  readonly revealWindow: number;
  readonly deliveryWindow: number;
}

/** Whether a lead has time left for another round: delivery could be due before the lead expires. @param now Unix seconds. */
export function isInTime(expiresAt: number, windows: Windows, now: number): boolean {
  const revealEnd = now + windows.commitWindow + windows.revealWindow;
  return latestEndOf({ revealEnd }, windows.deliveryWindow) <= expiresAt;
}

/** When a buyer who got nothing can be refunded, Unix seconds; later after an outage of the sequencer. */
export function refundableAt({ deliveryEnd }: Pick<Auction, "deliveryEnd">): number {
  return deliveryEnd + REFUND_GRACE;
}

/** When bonds of bids that were never opened can be forfeited, Unix seconds; later after an outage of the sequencer. */
export function forfeitableAt({ revealEnd }: Pick<Auction, "revealEnd">): number {
  return revealEnd + FORFEIT_GRACE;
}
