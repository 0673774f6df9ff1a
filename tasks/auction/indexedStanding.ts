import { getAddress } from "viem";

import type { AuctionsQuery } from "../../types/subgraph/queries.ts";
import { indexedBidState } from "./bids.ts";
import { isUndecided, listingOf, phaseAt, type Standing } from "./standing.ts";

/** An auction round as the subgraph lists it. */
export type IndexedAuction = AuctionsQuery["auctions"][number];

/** How a round that the subgraph tells of stands at a time. @param now Unix seconds. */
export function indexedStanding(auction: IndexedAuction, now: number): Standing {
  const { bidding, lead, tieBreak } = auction;
  const [commitEnd, revealEnd, deliveryEnd] = [
    Number(auction.commitEnd),
    Number(auction.revealEnd),
    Number(auction.deliveryEnd),
  ];
  const phase = phaseAt(
    {
      state: auction.state,
      closed: auction.closed,
      commitEnd,
      revealEnd,
      deliveryEnd,
      sealedBids: bidding.pendingCommitments,
      hasLeader: bidding.leader != null,
      tiedBids: bidding.tiedBids,
      tieResolved: auction.tieResolvedAt != null,
    },
    now,
  );
  const sealed = auction.bids.filter((bid) => indexedBidState(bid) === "sealed");
  const isLatest = lead.latestAuction?.id === auction.id;
  const isOver = lead.state === "Sold" || lead.state === "Erased";
  const isSellers = isLatest && lead.owner.id === auction.seller.id && !isOver;
  const { commitWindow, revealWindow, deliveryWindow } = lead.vertical.rules;
  const windows = {
    commitWindow: Number(commitWindow),
    revealWindow: Number(revealWindow),
    deliveryWindow: Number(deliveryWindow),
  };
  return {
    leadId: BigInt(lead.leadId),
    phase,
    closed: auction.closed,
    seller: getAddress(auction.seller.id),
    commitEnd,
    revealEnd,
    deliveryEnd,
    sealedBids: bidding.pendingCommitments,
    tieBreak:
      tieBreak?.requestedAt == null
        ? null
        : {
            requestedAt: Number(tieBreak.requestedAt),
            fulfilledAt: tieBreak.fulfilledAt == null ? null : Number(tieBreak.fulfilledAt),
          },
    unopenedBonds: isUndecided(phase) ? 0 : sealed.length,
    bondsReturned: auction.bondsReturned,
    beatenTies: auction.bids.filter((bid) => isBeatenTie(auction, bid, isUndecided(phase))).length,
    listing: listingOf(isSellers, Number(lead.expiresAt), windows, now),
  };
}

/** Changes after which a tied bid's money is no longer locked. */
const FREED: readonly string[] = ["Released", "Barred", "Voided"];

/** Whether a bid was tied, can no longer win, and still locks its money. */
function isBeatenTie(
  { bidding, buyer }: IndexedAuction,
  { bidder, opening, changes }: IndexedAuction["bids"][number],
  undecided: boolean,
): boolean {
  const mayWin = undecided && opening?.amount === bidding.leadingBid;
  const won = bidder.id === bidding.leader?.id || bidder.id === buyer?.id;
  const [last] = changes;
  return (
    opening?.rank === "Tied" &&
    !mayWin &&
    !won &&
    !(last !== undefined && FREED.includes(last.kind))
  );
}
