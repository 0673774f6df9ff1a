import { getAddress } from "viem";

import type { AuctionsQuery } from "../../generated/queries.ts";
import type { RoundRow } from "../book/rows.ts";
import { isUndecided, listingOf, phaseAt, type Standing } from "./standing.ts";

/** An auction round as the subgraph lists it. */
export type IndexedAuction = AuctionsQuery["auctions"][number];

/** How a round stands at a time, as the subgraph lists it. @param now Unix seconds. */
export function indexedStanding(auction: RoundRow, now: number): Standing {
  const { lead, bids, openable, pendingCommitments } = auction;
  const commitEnd = Number(auction.commitEnd);
  const revealEnd = Number(auction.revealEnd);
  const phase = phaseAt(
    {
      outcome: auction.outcome ?? null,
      commitEnd,
      revealEnd,
      refundableAt: numberOrNull(auction.refundableAt),
      sealedBids: pendingCommitments,
      hasLeader: auction.leader != null,
      tieOpen: auction.tieOpen,
    },
    now,
  );
  const closed = auction.outcome != null;
  const withStatus = (status: IndexedBid["status"]) =>
    bids.filter((bid) => bid.status === status).length;
  const isLatest = lead.latestAuction?.id === auction.id;
  const isOver = lead.state === "Sold" || lead.state === "Erased";
  const isSellers = isLatest && lead.owner.id === auction.seller.id && !isOver;
  const { commitWindow, revealWindow, deliveryWindow } = lead.vertical;
  const windows = {
    commitWindow: Number(commitWindow),
    revealWindow: Number(revealWindow),
    deliveryWindow: Number(deliveryWindow),
  };
  return {
    leadId: BigInt(auction.leadId),
    phase,
    closed,
    seller: getAddress(auction.seller.id),
    commitEnd,
    revealEnd,
    deliveryEnd: Number(auction.deliveryEnd ?? 0),
    sealedBids: pendingCommitments,
    openableBids: phase === "Reveal" ? openable.length : 0,
    tieBreak:
      auction.tieRequestedAt == null
        ? null
        : {
            requestedAt: Number(auction.tieRequestedAt),
            fulfilledAt: numberOrNull(auction.tieWordAt),
          },
    unopenedBonds: isUndecided(phase) ? 0 : withStatus("Committed"),
    bondsReturned: auction.bondsReturned,
    // Bids that still lock money: a beaten one was tied, and a tied one can still win until its round has ended.
    beatenTies: withStatus("Outbid") + (closed ? withStatus("Tied") : 0),
    listing: listingOf(isSellers, Number(lead.expiresAt), windows, now),
  };
}

type IndexedBid = IndexedAuction["bids"][number];

function numberOrNull(text: string | null | undefined): number | null {
  return text == null ? null : Number(text);
}
