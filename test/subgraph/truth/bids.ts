import assert from "node:assert/strict";

import { zeroHash, type Address } from "viem";

import type { Chain } from "./chain.ts";
import { created, type Claim } from "./claim.ts";
import { isEvent, type AnyLog, type ChainLog } from "./history.ts";
import { bidId, eventId, leadEntityId } from "./ids.ts";
import type { BidStory, Round } from "./rounds.ts";

/** Bids, their openings and what else happened to them, from their logs; what is sealed and what is tied from the auction house's views too. */
export async function bidClaims(chain: Chain): Promise<Claim[]> {
  const claims = chain.rounds.map(async (round) => [
    ...[...round.bids.values()].flatMap((bid) => [
      bidClaim(round, bid),
      ...openingClaims(round, bid),
      ...recommitClaims(round, bid),
    ]),
    ...round.logs.flatMap((log) => changeClaims(round, log)),
    ...(await keptClaims(chain, round)),
  ]);
  await Promise.all(chain.rounds.map((round) => assertTied(chain, round)));
  return (await Promise.all(claims)).flat();
}

function bidClaim(round: Round, { bidder, commits: [first] }: BidStory): Claim {
  return {
    entity: "Bid",
    id: bidId(round.leadId, round.round, bidder),
    fields: {
      auction: round.id,
      lead: leadEntityId(round.leadId),
      bidder,
      commitment: first.args.commitment,
      sealedOpening: sealedOpeningOf(round, first) ?? "0x",
      ...created(first),
    },
  };
}

function openingClaims(round: Round, { bidder, reveal, rank }: BidStory): Claim[] {
  if (reveal === undefined) return [];
  const id = bidId(round.leadId, round.round, bidder);
  const { amount } = reveal.args;
  const fields = { bid: id, auction: round.id, bidder, amount, rank, ...created(reveal) };
  return [{ entity: "Opening", id, fields }];
}

/** Commitments after the first: of bids that were overwritten, or withdrawn and placed again. */
function recommitClaims(round: Round, { commits: [, ...later] }: BidStory): Claim[] {
  return later.map((log) =>
    change(round, log, log.args.bidder, {
      kind: log.event === "BidOverwritten" ? "Overwritten" : "PlacedAgain",
      commitment: log.args.commitment,
      sealedOpening: sealedOpeningOf(round, log),
    }),
  );
}

/** What else happens to bids, and the money that it frees. */
function changeClaims(round: Round, log: AnyLog): Claim[] {
  if (isEvent(log, "house", "BidWithdrawn")) {
    return [change(round, log, log.args.bidder, { kind: "Withdrawn" })];
  }
  if (isEvent(log, "house", "TiedBidReleased")) {
    const { bidder, amount } = log.args;
    return [change(round, log, bidder, { kind: "Released", amount })];
  }
  if (isEvent(log, "house", "SaleBarred")) {
    const { buyer, bid } = log.args;
    return [change(round, log, buyer, { kind: "Barred", amount: bid })];
  }
  if (isEvent(log, "house", "AuctionVoided") && round.leader !== undefined) {
    return [change(round, log, round.leader, { kind: "Voided", amount: round.top })];
  }
  if (isEvent(log, "house", "AuctionErased")) {
    const freed = [...round.bids.values()].filter(({ state }) => state === "Erased");
    return freed.map(({ bidder }) =>
      change(round, log, bidder, { kind: "Erased", amount: log.args.bid }),
    );
  }
  if (isEvent(log, "house", "BondReturned")) {
    const { bidder } = log.args;
    const amount = round.created.args.bidBond;
    return [change(round, log, bidder, { kind: "BondReturned", amount })];
  }
  return [];
}

interface Change {
  readonly kind: string;
  readonly commitment?: string;
  readonly sealedOpening?: string | undefined;
  readonly amount?: bigint;
}

function change(round: Round, log: AnyLog, bidder: BidStory["bidder"], told: Change): Claim {
  const nothing = { commitment: null, sealedOpening: null, amount: null };
  const bid = bidId(round.leadId, round.round, bidder);
  const fields = { bid, ...nothing, ...told, ...created(log) };
  return { entity: "BidChange", id: eventId(log), fields };
}

/** The auction house tells a sealed opening right after its commitment. */
function sealedOpeningOf({ logs }: Round, commit: AnyLog): string | undefined {
  const told = logs.find(
    (log) =>
      isEvent(log, "house", "SealedOpeningGiven") &&
      log.txHash === commit.txHash &&
      log.index === commit.index + 1,
  ) as ChainLog<"house", "SealedOpeningGiven"> | undefined;
  return told?.args.sealedOpening;
}

/** The auction house keeps the latest commitment while the bid is sealed: of a bid that was never changed, the first. */
async function keptClaims({ contracts: { house }, at }: Chain, round: Round): Promise<Claim[]> {
  const claims = [...round.bids.values()].map(async ({ bidder, commits, state }) => {
    const kept = await house.read.commitmentIn([round.leadId, round.round, bidder], at);
    const isSealed = kept !== zeroHash;
    assert.equal(state === "Committed", isSealed, `whether the bid of ${bidder} is sealed`);
    if (!isSealed) return [];
    const latest = commits.at(-1) ?? commits[0];
    const isChanged = latest !== commits[0];
    const claim: Claim = {
      entity: isChanged ? "BidChange" : "Bid",
      id: isChanged ? eventId(latest) : bidId(round.leadId, round.round, bidder),
      view: "AuctionHouse.commitmentIn",
      fields: { commitment: kept },
    };
    return [claim];
  });
  return (await Promise.all(claims)).flat();
}

/** The lists of tied bidders hold those whose money is not yet released and who do not lead. */
async function assertTied({ contracts: { house }, at }: Chain, round: Round): Promise<void> {
  const stories = [...round.bids.values()];
  const amounts = new Set(stories.map(({ reveal }) => reveal?.args.amount ?? 0n));
  const lists = [...amounts].map((amount) =>
    house.read.tiedBidders([round.leadId, round.round, amount], at),
  );
  const tied = new Set<Address>((await Promise.all(lists)).flat());
  for (const { bidder, state } of stories) {
    assert.equal(state === "Tied", tied.has(bidder), `whether the bid of ${bidder} is tied`);
  }
}
