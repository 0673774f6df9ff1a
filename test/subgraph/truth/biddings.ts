import { zeroAddress } from "viem";

import { PricingRule } from "../../../tasks/protocol/leadSubmission.ts";
import type { Chain } from "./chain.ts";
import { created, updated, type Claim } from "./claim.ts";
import type { AnyLog } from "./history.ts";
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
      secondBid: round.second,
      tiedBids: round.tiedBids,
      ...created(round.created),
      ...updated(...changesOf(round)),
    },
  };
}

/** Events that change how the bidding of a round stands. */
const CHANGES: readonly string[] = [
  "BidCommitted",
  "BidWithdrawn",
  "BidRevealed",
  "TieResolved",
  "SaleBarred",
];

function changesOf({ created: opening, logs }: Round): AnyLog[] {
  return [opening, ...logs.filter(({ event }) => CHANGES.includes(event))];
}

async function keptClaims(
  { contracts: { house }, at, rounds }: Chain,
  leadId: bigint,
): Promise<Claim[]> {
  const auction = await house.read.auctionOf([leadId], at);
  const latest = rounds.find((one) => one.leadId === leadId && one.round === auction.round);
  if (latest === undefined) return [];
  const { leader, leadingBid, secondBid, tiedBids, pendingCommitments } = auction;
  const isSecondPrice = latest.created.args.terms.pricingRule === PricingRule.SecondPrice;
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
        ...(isSecondPrice ? { secondBid } : {}),
      },
    },
  ];
}
