import { zeroAddress } from "viem";

import type { Chain } from "./chain.ts";
import { created, firstOf, updated, type Claim } from "./claim.ts";
import { isEvent, type AnyLog, type ChainLog } from "./history.ts";
import { bidId, eventId, leadEntityId } from "./ids.ts";
import type { Round } from "./rounds.ts";
import { errorSelectorOf, FEED_FAULTS } from "./words.ts";

/** What rounds leave behind: quotes, ties, refunds, erasures, forfeitures, skipped openings, cancelled signatures. */
export async function roundRecordClaims(chain: Chain): Promise<Claim[]> {
  const ties = await Promise.all(chain.rounds.map((round) => tieBreakClaims(chain, round)));
  const bonds = chain.history.of("vault", "LockedTransferred");
  const records = chain.rounds.flatMap((round) => [quoteClaim(round), ...endRecords(round, bonds)]);
  return [...records, ...ties.flat(), ...skipClaims(chain), ...cancellationClaims(chain)];
}

function quoteClaim({ id, leadId, created: log }: Round): Claim {
  const { terms, multiplierBps, feedFault, reserve } = log.args;
  return {
    entity: "ReserveQuote",
    id,
    fields: {
      auction: id,
      lead: leadEntityId(leadId),
      baseReserve: terms.baseReserve,
      qualityPremiumBps: terms.qualityPremiumBps,
      multiplierBps,
      fault: FEED_FAULTS[feedFault],
      reserve,
      ...created(log),
    },
  };
}

/** From logs, and from `tieBreakOf` where a word was asked for. */
async function tieBreakClaims({ contracts, at }: Chain, round: Round): Promise<Claim[]> {
  const { id, leadId, logs } = round;
  const asked = logs.find((log) => isEvent(log, "tieBreaker", "TieBreakRequested"));
  const word = logs.find((log) => isEvent(log, "tieBreaker", "TieBreakFulfilled"));
  const resolved = logs.find((log) => isEvent(log, "house", "TieResolved"));
  const all = [asked, word, resolved];
  if (all.every((log) => log === undefined)) return [];
  const told: Claim = {
    entity: "TieBreak",
    id,
    fields: {
      auction: id,
      lead: leadEntityId(leadId),
      requestId: asked?.args.requestId,
      requestedAt: asked?.timestamp,
      word: word?.args.word,
      fulfilledAt: word?.timestamp,
      winner: resolved?.args.winner,
      tiedBids: resolved?.args.tiedBids,
      byTimeout: resolved?.args.byTimeout,
      resolvedAt: resolved?.timestamp,
      ...created(firstOf(...all)),
      ...updated(...all),
    },
  };
  const kept = await contracts.tieBreaker.read.tieBreakOf([leadId, round.round], at);
  const { requestedAt, requestId, fulfilledAt } = kept;
  return [
    told,
    {
      entity: "TieBreak",
      id,
      view: "VRFTieBreaker.tieBreakOf",
      fields: {
        requestedAt: requestedAt === 0 ? null : requestedAt,
        requestId: requestedAt === 0 ? null : requestId,
        fulfilledAt: fulfilledAt === 0 ? null : fulfilledAt,
        word: fulfilledAt === 0 ? null : kept.word,
      },
    },
  ];
}

/** @param bonds transfers of bonds: the seller's to buyer and treasury, unless it is excused. */
function endRecords(
  round: Round,
  bonds: readonly ChainLog<"vault", "LockedTransferred">[],
): Claim[] {
  const { id, leadId, created: opening } = round;
  const lead = leadEntityId(leadId);
  return round.logs.flatMap((log: AnyLog): Claim[] => {
    if (isEvent(log, "house", "AuctionRefunded")) {
      const { buyer, bid, compensation, penalty } = log.args;
      const { seller } = opening.args;
      const excused = !bonds.some(
        ({ txHash, args }) => txHash === log.txHash && args.leadId === leadId,
      );
      const fields = {
        auction: id,
        lead,
        buyer,
        seller,
        bid,
        compensation,
        penalty,
        excused,
        ...created(log),
      };
      return [{ entity: "Refund", id, fields }];
    }
    if (isEvent(log, "house", "AuctionErased")) {
      const { buyer, bid, compensation, penalty } = log.args;
      const fields = {
        auction: id,
        lead,
        seller: opening.args.seller,
        buyer: buyer === zeroAddress ? null : buyer,
        bid,
        compensation,
        penalty,
        ...created(log),
      };
      return [{ entity: "Erasure", id, fields }];
    }
    if (isEvent(log, "house", "BondForfeited")) {
      const { bidder, treasury, amount, tip } = log.args;
      const bid = bidId(leadId, round.round, bidder);
      const who = { bid, auction: id, lead, bidder, treasury };
      return [{ entity: "Forfeiture", id: bid, fields: { ...who, amount, tip, ...created(log) } }];
    }
    return [];
  });
}

function cancellationClaims({ history }: Chain): Claim[] {
  return history.of("house", "SignedBidsCancelled").map((log) => {
    const { leadId, bidder, nonce } = log.args;
    const fields = { lead: leadEntityId(leadId), bidder, nonce, ...created(log) };
    return { entity: "SignedBidsCancellation", id: eventId(log), fields };
  });
}

function skipClaims({ history }: Chain): Claim[] {
  return history.of("house", "RevealSkipped").map((log) => {
    const { leadId, bidder, reason } = log.args;
    const lead = leadEntityId(leadId);
    const why = { reason, errorSelector: errorSelectorOf(reason) };
    return {
      entity: "RevealSkip",
      id: eventId(log),
      fields: { lead, bidder, ...why, ...created(log) },
    };
  });
}
