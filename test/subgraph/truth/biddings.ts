import { zeroAddress } from "viem";

import type { Chain } from "./chain.ts";
import { created, updated, type Claim } from "./claim.ts";
import { isEvent, type AnyLog } from "./history.ts";
import type { Round } from "./rounds.ts";

/** How the bidding stands in each round, from its logs; in the latest of each lead from `auctionOf` too. */
export async function biddingClaims(chain: Chain): Promise<Claim[]> {
  const kept = await Promise.all(chain.leadIds.map((leadId) => keptClaims(chain, leadId)));
  return [...chain.rounds.map(toldClaim), ...kept.flat()];
}

function toldClaim(round: Round): Claim {
  const stories = [...round.bids.values()];
  return {
    entity: "Bidding",
    id: round.id,
    fields: {
      bidBond: round.created.args.bidBond,
      bidCount: stories.length,
      revealCount: stories.filter(({ reveal }) => reveal !== undefined).length,
      pendingCommitments: stories.filter(
        ({ state, reveal }) => reveal === undefined && state !== "Withdrawn",
      ).length,
      leader: round.leader,
      leadingBid: round.top,
      tiedBids: round.tiedBids,
      ...created(round.created),
      ...updated(...changesOf(round)),
    },
  };
}

/** Events that change how the bidding of a round stands. */
const CHANGES: readonly string[] = ["BidCommitted", "BidWithdrawn", "BidRevealed", "TieResolved"];

/** An erasure does where nobody had won. */
function changesOf({ created: opening, logs }: Round): AnyLog[] {
  const isChange = (log: AnyLog) =>
    CHANGES.includes(log.event) ||
    (isEvent(log, "house", "AuctionErased") && log.args.buyer === zeroAddress);
  return [opening, ...logs.filter(isChange)];
}

async function keptClaims(
  { contracts: { house }, at, rounds }: Chain,
  leadId: bigint,
): Promise<Claim[]> {
  const auction = await house.read.auctionOf([leadId], at);
  const latest = rounds.find((one) => one.leadId === leadId && one.round === auction.round);
  if (latest === undefined) return [];
  const { leader, leadingBid, tiedBids, pendingCommitments } = auction;
  return [
    {
      entity: "Bidding",
      id: latest.id,
      view: "AuctionHouse.auctionOf",
      fields: {
        pendingCommitments,
        tiedBids,
        leadingBid,
        leader: leader === zeroAddress ? null : leader,
      },
    },
  ];
}
