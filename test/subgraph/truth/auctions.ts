import { zeroAddress } from "viem";

import { hexToRegion } from "../../../deploy/sdk/lead/region.ts";
import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import type { Chain } from "./chain.ts";
import { born, updated, type Claim } from "./claim.ts";
import { eventId, leadEntityId } from "./ids.ts";
import type { Round } from "./rounds/round.ts";
import { verticalNamesOf } from "./verticalNames.ts";
import { FEED_FAULTS } from "./words.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** How the contract calls what the subgraph tells apart. */
const PHASES: Readonly<Record<string, number>> = {
  ...Phase,
  Cancelled: Phase.Unsold,
  Barred: Phase.Undelivered,
};

/** Rounds from their logs; the latest of each lead from `auctionOf` too. */
export async function auctionClaims(chain: Chain): Promise<Claim[]> {
  const nameOf = verticalNamesOf(chain.history);
  const leads = new Map(
    chain.history.of("nft", "LeadMinted").map((mint) => [mint.args.leadId, mint]),
  );
  const told = chain.rounds.map((round): Claim => {
    const mint = leads.get(round.leadId);
    if (mint === undefined) throw new Error(`Lead ${round.leadId} was never minted.`);
    const { vertical, region, score, expiresAt } = mint.args;
    const ofLead = {
      lead: leadEntityId(round.leadId),
      vertical,
      ...nameOf(vertical, mint),
      region: hexToRegion(region),
      ...{ score, expiresAt },
    };
    return {
      entity: "Auction",
      id: round.id,
      fields: {
        ...{ ...ofLead, ...termsOf(round), ...biddingOf(round) },
        ...{ ...tieOf(round), ...courseOf(round, expiresAt), ...endOf(round) },
        ...{ ...born(round.created), ...updated(round.last) },
      },
    };
  });
  return [...told, ...(await latestRounds(chain))];
}

function termsOf({ created: { args } }: Round) {
  const { terms, quote } = args;
  const isPriced = FEED_FAULTS[quote.fault] === "None";
  return {
    ...{ leadId: args.leadId, round: args.round, seller: args.seller },
    ...{ reserve: args.reserve, bidBond: args.bidBond, deliveryBond: args.deliveryBond },
    ...{ feeBps: args.feeBps, convenienceFee: args.convenienceFee },
    deliveryWindow: args.deliveryWindow,
    ...terms,
    multiplierBps: quote.multiplierBps,
    feedFault: FEED_FAULTS[quote.fault],
    btcPrice: isPriced ? quote.btcPrice : null,
    ethPrice: isPriced ? quote.ethPrice : null,
  };
}

function biddingOf({ bids, leader, top, offer, tiedBids }: Round) {
  const stories = [...bids.values()];
  const isPending = ["Committed", "Forfeited", "Returned"];
  return {
    bidCount: stories.length,
    revealCount: stories.filter(({ revealed }) => revealed !== undefined).length,
    pendingCommitments: stories.filter(({ status }) => isPending.includes(status)).length,
    ...{ leader, leadingBid: top, tiedBids },
    offer: offer && eventId(offer.matched),
  };
}

function tieOf({ tiedBids, request, word, resolution }: Round) {
  return {
    tieOpen: tiedBids > 0 && resolution === undefined,
    tieRequestId: request?.args.requestId,
    tieRequestedAt: request?.timestamp,
    tieWord: word?.args.word,
    tieWordAt: word?.timestamp,
    tieResolvedAt: resolution?.timestamp,
    tieByTimeout: resolution?.args.byTimeout,
  };
}

/** @param expiresAt of the lead: nothing is to be delivered after it. */
function courseOf(round: Round, expiresAt: number) {
  const { created, commitEnd, revealEnd, tiedBids, resolution, delay } = round;
  const isOpenTie = tiedBids > 0 && resolution === undefined;
  const start = Number(resolution?.timestamp ?? revealEnd);
  const planned = Math.min(start + created.args.deliveryWindow, expiresAt);
  const deliveryEnd = isOpenTie ? null : (delay?.args.deliveryEnd ?? planned);
  return {
    ...{ commitEnd, revealEnd, deliveryEnd },
    refundableAt: deliveryEnd === null ? null : deliveryEnd + 10 * MINUTE,
    forfeitableAt: revealEnd + HOUR,
    tieTimeoutAt: revealEnd + DAY,
    voidableAt: revealEnd + 7 * DAY,
    deliveryExcused: delay?.args.excused ?? false,
    ...{ downtime: round.downtime, bondsReturned: round.bondsReturned },
  };
}

function endOf({ end }: Round) {
  const { log, outcome, reason, buyer, price, fee, compensation, penalty, excused } = end ?? {};
  return {
    ...{ outcome, endReason: reason, closedAt: log?.timestamp },
    barredBy: log && outcome === "Barred" ? eventId(log) : null,
    ...{ buyer, price, fee, compensation, penalty, excused },
  };
}

async function latestRounds({ contracts: { house }, at, leadIds, rounds }: Chain) {
  const claims = leadIds.map(async (leadId): Promise<Claim[]> => {
    const kept = await house.read.auctionOf([leadId], at);
    const own = rounds.filter((round) => round.leadId === leadId);
    if (kept.round !== own.length) {
      throw new Error(`Lead ${leadId} had ${kept.round} rounds, its logs tell ${own.length}.`);
    }
    const latest = own.at(-1);
    if (latest === undefined) return [];
    const { outcome } = latest.end ?? {};
    if (kept.closed !== (outcome !== undefined) || (outcome && PHASES[outcome] !== kept.phase)) {
      throw new Error(`The round ${latest.id} ended otherwise than its logs say.`);
    }
    const isSold = outcome === "Sold";
    return [
      {
        entity: "Auction",
        id: latest.id,
        view: "AuctionHouse.auctionOf",
        fields: {
          ...(isSold ? { price: kept.price } : {}),
          ...(kept.fixedAt === 0 ? {} : { deliveryEnd: kept.deliveryEnd }),
          ...{ commitEnd: kept.commitEnd, revealEnd: kept.revealEnd, reserve: kept.reserve },
          ...{ bidBond: kept.bidBond, deliveryBond: kept.deliveryBond },
          ...{ bondsReturned: kept.bondsReturned, pendingCommitments: kept.pendingCommitments },
          ...{ feeBps: kept.feeBps, convenienceFee: kept.convenienceFee },
          ...{ tiedBids: kept.tiedBids, leadingBid: kept.leadingBid },
          instantSale: kept.instantSale,
          leader: kept.leader === zeroAddress ? null : kept.leader,
        },
      },
    ];
  });
  return (await Promise.all(claims)).flat();
}
