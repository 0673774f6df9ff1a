import { zeroAddress } from "viem";

import { PricingRule } from "../../../tasks/protocol/leadSubmission.ts";
import { hexToRegion } from "../../../deploy/parameters/region.ts";
import { phaseName } from "../../../tasks/protocol/phase.ts";
import type { Chain } from "./chain.ts";
import { created, updated, type Claim } from "./claim.ts";
import { isEvent, type AnyLog } from "./history.ts";
import { leadEntityId } from "./ids.ts";
import type { Round } from "./rounds.ts";
import { slugsOf } from "./slugs.ts";

/** Events that move a round on. */
const CHANGES: readonly string[] = [
  "AuctionCreated",
  "AuctionCancelled",
  "BidCommitted",
  "BidOverwritten",
  "BidWithdrawn",
  "BidRevealed",
  "RevealClosed",
  "TieBreakRequested",
  "TieResolved",
  "AuctionSettled",
  "AuctionClosedUnsold",
  "AuctionRefunded",
  "SaleBarred",
  "DeliveryExcused",
  "AuctionVoided",
];
/** Events after which a round is over, with the phase that they write. */
export const ENDINGS: Readonly<Record<string, string>> = {
  AuctionCancelled: "Unsold",
  AuctionClosedUnsold: "Unsold",
  AuctionSettled: "Sold",
  AuctionRefunded: "Undelivered",
  SaleBarred: "Undelivered",
  AuctionVoided: "Voided",
};

/** The log that ended a round. */
export function endingOf({ logs }: Round): AnyLog | undefined {
  return logs.find(({ event }) => event in ENDINGS);
}

/** Rounds from their logs; the latest of each lead from `auctionOf` too. */
export async function auctionClaims(chain: Chain): Promise<Claim[]> {
  const slugs = slugsOf(chain.history);
  const leads = new Map(
    chain.history.of("nft", "LeadMinted").map(({ args }) => [args.leadId, args]),
  );
  const told = chain.rounds.map((round): Claim => {
    const lead = leads.get(round.leadId);
    if (lead === undefined) throw new Error(`Lead ${round.leadId} was never minted.`);
    const { vertical, region, score } = lead;
    const ofLead = {
      lead: leadEntityId(round.leadId),
      vertical,
      verticalSlug: slugs.get(vertical),
      region: hexToRegion(region),
      score,
    };
    return {
      entity: "Auction",
      id: round.id,
      fields: { ...ofLead, ...termsOf(round), ...courseOf(round), ...endOf(round) },
    };
  });
  return [...told, ...(await latestRounds(chain))];
}

function termsOf({ created: log }: Round) {
  const { terms, ...args } = log.args;
  return {
    round: args.round,
    seller: args.seller,
    pricingRule: terms.pricingRule === PricingRule.FirstPrice ? "FirstPrice" : "SecondPrice",
    reserve: args.reserve,
    bidCap: terms.bidCap,
    bidBond: args.bidBond,
    deliveryBond: args.deliveryBond,
    feeBps: args.feeBps,
    convenienceFee: args.convenienceFee,
    commitEnd: args.commitEnd,
    deliveryWindow: args.deliveryWindow,
    ...created(log),
  };
}

function courseOf({ created: { args }, logs, bids, ...round }: Round) {
  const count = (event: string) => logs.filter((log) => log.event === event).length;
  const stories = [...bids.values()];
  const closing = logs.find((log) => isEvent(log, "house", "RevealClosed"));
  const resolution = logs.find((log) => isEvent(log, "house", "TieResolved"));
  const revealEnd = closing?.args.revealEnd ?? args.revealEnd;
  const changes = logs.filter(({ event }) => CHANGES.includes(event));
  return {
    state: stateAfter(round, changes),
    revealEnd,
    deliveryEnd: Number(resolution?.timestamp ?? revealEnd) + args.deliveryWindow,
    tieResolvedAt: resolution?.timestamp,
    deliveryExcused: count("DeliveryExcused") > 0,
    bidCount: bids.size,
    revealCount: count("BidRevealed"),
    pendingCommitments: stories.filter(
      ({ state, reveal }) => reveal === undefined && state !== "Withdrawn",
    ).length,
    leader: round.leader,
    leadingBid: round.top,
    secondBid: round.second,
    tiedBids: round.tiedBids,
    ...updated(...changes),
  };
}

/** The phase that the last event established. */
function stateAfter(
  { leader, tiedBids }: Pick<Round, "leader" | "tiedBids">,
  logs: readonly AnyLog[],
): string {
  const { event = "" } = logs.at(-1) ?? {};
  if (event in ENDINGS) return ENDINGS[event] as string;
  if (event === "RevealClosed") {
    return leader === undefined ? "Unsold" : tiedBids > 0 ? "TieBreak" : "Delivery";
  }
  if (event === "BidRevealed") return "Reveal";
  if (event === "DeliveryExcused") return "Delivery";
  if (event === "TieBreakRequested") return "TieBreak";
  return event === "TieResolved" ? "Delivery" : "Commit";
}

function endOf(round: Round) {
  const ending = endingOf(round);
  const sale = ending && isEvent(ending, "house", "AuctionSettled") ? ending.args : undefined;
  const refund = ending && isEvent(ending, "house", "AuctionRefunded") ? ending.args : undefined;
  return {
    closed: ending !== undefined,
    cancelled: ending?.event === "AuctionCancelled",
    closedAt: ending?.timestamp,
    buyer: sale?.buyer ?? refund?.buyer,
    paidSeller: sale?.seller,
    price: sale?.price,
    fee: sale?.fee,
  };
}

async function latestRounds({ contracts: { house }, at, leadIds, rounds }: Chain) {
  const claims = leadIds.map(async (leadId): Promise<Claim[]> => {
    const auction = await house.read.auctionOf([leadId], at);
    const own = rounds.filter((round) => round.leadId === leadId);
    if (auction.round !== own.length) {
      throw new Error(`Lead ${leadId} had ${auction.round} rounds, its logs tell ${own.length}.`);
    }
    const latest = own.find(({ round }) => round === auction.round);
    if (latest === undefined) return [];
    const isPriced = auction.price !== 0n && auction.closed && phaseName(auction.phase) === "Sold";
    return [
      {
        entity: "Auction",
        id: latest.id,
        view: "AuctionHouse.auctionOf",
        fields: {
          ...(auction.closed ? { state: phaseName(auction.phase) } : {}),
          ...(isPriced ? { price: auction.price } : {}),
          ...(auction.fixedAt === 0 ? {} : { deliveryEnd: auction.deliveryEnd }),
          closed: auction.closed,
          commitEnd: auction.commitEnd,
          revealEnd: auction.revealEnd,
          pendingCommitments: auction.pendingCommitments,
          tiedBids: auction.tiedBids,
          bidBond: auction.bidBond,
          deliveryBond: auction.deliveryBond,
          reserve: auction.reserve,
          bidCap: auction.bidCap,
          feeBps: auction.feeBps,
          convenienceFee: auction.convenienceFee,
          leader: auction.leader === zeroAddress ? null : auction.leader,
          leadingBid: auction.leadingBid,
          secondBid: auction.secondBid,
        },
      },
    ];
  });
  return (await Promise.all(claims)).flat();
}
