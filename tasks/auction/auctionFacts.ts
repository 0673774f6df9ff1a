import type { AuctionRound } from "../../deploy/sdk/actions/auction/auction.ts";
import { timeText, usdcText } from "../../deploy/sdk/codes/text.ts";

/** An auction round for people. */
export function auctionFacts(auction: AuctionRound): [string, string][] {
  const { leader, leadingBid, tiedBids, deliveryEnd, price } = auction;
  const rows: [string, string | undefined][] = [
    ["lead", `${auction.leadId}, round ${auction.round}`],
    ["phase", auction.closed ? `${auction.phase} (closed)` : auction.phase],
    ["reserve", usdcText(auction.reserve)],
    ["bidder's bond", usdcText(auction.bidBond)],
    ["seller's bond", usdcText(auction.deliveryBond)],
    ["commit until", timeText(auction.commitEnd)],
    ["reveal until", timeText(auction.revealEnd)],
    ["deliver until", deliveryEnd === null ? undefined : timeText(deliveryEnd)],
    ["sealed bids", String(auction.pendingCommitments)],
    [
      "leading",
      leader === null
        ? undefined
        : `${leader} with ${usdcText(leadingBid ?? 0n)}${tiedBids > 0 ? `, ${tiedBids + 1} tied` : ""}`,
    ],
    ["price", price === null ? undefined : usdcText(price)],
  ];
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}
