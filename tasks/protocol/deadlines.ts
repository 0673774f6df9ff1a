import type { LocalProtocol } from "../../deploy/deployLocalProtocol.ts";

/** A round as the house tells it. */
type Auction = Awaited<ReturnType<LocalProtocol["house"]["read"]["auctionOf"]>>;

/** How long after the delivery window nobody can refund, so that no refund overtakes a delivery under way, seconds. */
const REFUND_GRACE = 600;
/** How long after the reveal phase no bond is forfeited, so that an outage can be reported, seconds. */
const FORFEIT_GRACE = 3_600;

/** From when on a buyer who got nothing can be refunded, Unix seconds; later after an outage of the sequencer. */
export function refundableAt({ deliveryEnd }: Pick<Auction, "deliveryEnd">): number {
  return deliveryEnd + REFUND_GRACE;
}

/** From when on bonds of bids that were never opened can be forfeited, Unix seconds; later after an outage of the sequencer. */
export function forfeitableAt({ revealEnd }: Pick<Auction, "revealEnd">): number {
  return revealEnd + FORFEIT_GRACE;
}
