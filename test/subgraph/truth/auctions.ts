import { zeroAddress } from "viem";

import { hexToRegion } from "../../../deploy/parameters/region.ts";
import { phaseName } from "../../../tasks/protocol/phase.ts";
import type { Chain } from "./chain.ts";
import { created, updated, type Claim } from "./claim.ts";
import { isEvent, type AnyLog } from "./history.ts";
import { leadEntityId } from "./ids.ts";
import type { Round } from "./rounds.ts";
import { slugsOf } from "./slugs.ts";

/** Events that move a round on, besides the first opening. */
const CHANGES: readonly string[] = [
  "AuctionCreated",
  "AuctionCancelled",
  "RevealClosed",
  "TieBreakRequested",
  "TieResolved",
  "AuctionSettled",
  "AuctionClosedUnsold",
  "AuctionRefunded",
  "SaleBarred",
  "DeliveryDelayed",
  "AuctionVoided",
  "AuctionErased",
  "OutageReported",
];
/** Events after which a round is over, with the phase that they write. */
export const ENDINGS: Readonly<Record<string, string>> = {
  AuctionCancelled: "Unsold",
  AuctionClosedUnsold: "Unsold",
  AuctionSettled: "Sold",
  AuctionRefunded: "Undelivered",
  SaleBarred: "Undelivered",
  AuctionVoided: "Voided",
  AuctionErased: "Erased",
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
    const { vertical, region, score, expiresAt } = lead;
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
      fields: { ...ofLead, ...termsOf(round), ...courseOf(round, expiresAt), ...endOf(round) },
    };
  });
  return [...told, ...(await latestRounds(chain))];
}

function termsOf({ created: log }: Round) {
  const { terms, ...args } = log.args;
  return {
    round: args.round,
    seller: args.seller,
    reserve: args.reserve,
    bidBond: args.bidBond,
    deliveryBond: args.deliveryBond,
    feeBps: args.feeBps,
    convenienceFee: args.convenienceFee,
    maxFeeBps: terms.maxFeeBps,
    maxConvenienceFee: terms.maxConvenienceFee,
    commitEnd: args.commitEnd,
    deliveryWindow: args.deliveryWindow,
    ...created(log),
  };
}

/** @param expiresAt of the lead: nothing is to be delivered after it. */
function courseOf(round: Round, expiresAt: number) {
  const { created, logs } = round;
  const { args } = created;
  const closing = logs.find((log) => isEvent(log, "house", "RevealClosed"));
  const resolution = logs.find((log) => isEvent(log, "house", "TieResolved"));
  const revealEnd = closing?.args.revealEnd ?? args.revealEnd;
  const opened = logs.find(({ event }) => event === "BidRevealed");
  const delays = logs.filter((log) => isEvent(log, "house", "DeliveryDelayed"));
  const outages = logs.filter((log) => isEvent(log, "house", "OutageReported"));
  const changes = logs.filter((log) => log === opened || CHANGES.includes(log.event));
  const planned = Number(resolution?.timestamp ?? revealEnd) + args.deliveryWindow;
  return {
    bidding: round.id,
    state: stateAfter(
      round,
      changes.filter(({ event }) => event !== "OutageReported"),
    ),
    revealEnd,
    deliveryEnd: delays.at(-1)?.args.deliveryEnd ?? Math.min(planned, expiresAt),
    tieResolvedAt: resolution?.timestamp,
    deliveryExcused: delays.at(-1)?.args.excused ?? false,
    downtime: outages.at(-1)?.args.downtime,
    bondsReturned: outages.length > 0 || logs.some((log) => freesBonds(round, log, revealEnd)),
    ...updated(...changes),
  };
}

/** Whether a round ended before bids had to be opened. */
function freesBonds({ created, bids }: Round, log: AnyLog, revealEnd: number): boolean {
  if (isEvent(log, "house", "AuctionVoided")) return true;
  if (isEvent(log, "house", "AuctionCancelled")) return log.args.commitments > 0;
  if (!isEvent(log, "house", "AuctionErased") || log.args.buyer !== zeroAddress) return false;
  const isSealed = [...bids.values()].some(
    ({ reveal, state }) => reveal === undefined && state !== "Withdrawn",
  );
  const wasOver = log.timestamp >= (isSealed ? revealEnd : created.args.commitEnd);
  return log.args.bid !== 0n || !wasOver;
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
  if (event === "DeliveryDelayed") return "Delivery";
  if (event === "TieBreakRequested") return "TieBreak";
  return event === "TieResolved" ? "Delivery" : "Commit";
}

function endOf(round: Round) {
  const ending = endingOf(round);
  const sale = ending && isEvent(ending, "house", "AuctionSettled") ? ending.args : undefined;
  const refund = ending && isEvent(ending, "house", "AuctionRefunded") ? ending.args : undefined;
  const erasure = ending && isEvent(ending, "house", "AuctionErased") ? ending.args : undefined;
  const winner = erasure?.buyer === zeroAddress ? undefined : erasure?.buyer;
  return {
    closed: ending !== undefined,
    cancelled: ending?.event === "AuctionCancelled",
    closedAt: ending?.timestamp,
    buyer: sale?.buyer ?? refund?.buyer ?? winner,
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
          bidBond: auction.bidBond,
          deliveryBond: auction.deliveryBond,
          reserve: auction.reserve,
          bondsReturned: auction.bondsReturned,
          feeBps: auction.feeBps,
          convenienceFee: auction.convenienceFee,
        },
      },
    ];
  });
  return (await Promise.all(claims)).flat();
}
