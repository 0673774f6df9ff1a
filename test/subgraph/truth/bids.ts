import assert from "node:assert/strict";

import { zeroHash, type Address } from "viem";

import type { Chain } from "./chain.ts";
import { born, updated, type Claim } from "./claim.ts";
import { bidId, leadEntityId } from "./ids.ts";
import type { BidStory } from "./rounds/bidStory.ts";
import type { Round } from "./rounds/round.ts";

/** Bids from their logs; what is sealed and what is tied from the auction house's views too. */
export async function bidClaims(chain: Chain): Promise<Claim[]> {
  const claims = chain.rounds.map(async (round) => {
    await assertTied(chain, round);
    const told = [...round.bids.values()].map((bid) => bidClaim(round, bid));
    return [...told, ...(await sealedClaims(chain, round))];
  });
  return (await Promise.all(claims)).flat();
}

function bidClaim(round: Round, bid: BidStory): Claim {
  const { bidder, status, amount, bond, locked, commitment, sealedOpening, commitCount } = bid;
  const { revealFault, outbidBy, tip, compensation, committed, withdrawn, revealed, ended } = bid;
  return {
    entity: "Bid",
    id: bidId(round.leadId, round.round, bidder),
    fields: {
      auction: round.id,
      lead: leadEntityId(round.leadId),
      leadId: round.leadId,
      round: round.round,
      ...{ bidder, status, amount, bond, locked, commitment, sealedOpening, commitCount },
      ...{ revealFault, outbidBy, tip, compensation },
      tiedIn: status === "Tied" ? round.id : null,
      committedAt: committed.timestamp,
      commitTx: committed.txHash,
      withdrawnAt: withdrawn?.timestamp,
      revealedAt: revealed?.timestamp,
      revealTx: revealed?.txHash,
      endedAt: ended?.timestamp,
      endTx: ended?.txHash,
      ...born(bid.first),
      ...updated(bid.last),
    },
  };
}

/** The auction house keeps the latest commitment while the bid is sealed. */
async function sealedClaims({ contracts: { house }, at }: Chain, round: Round): Promise<Claim[]> {
  const claims = [...round.bids.values()].map(async ({ bidder, status }): Promise<Claim[]> => {
    const commitment = await house.read.commitmentIn([round.leadId, round.round, bidder], at);
    const isSealed = commitment !== zeroHash;
    assert.equal(status === "Committed", isSealed, `whether the bid of ${bidder} is sealed`);
    const id = bidId(round.leadId, round.round, bidder);
    const view = "AuctionHouse.commitmentIn";
    return isSealed
      ? [{ entity: "Bid", id, view, fields: { commitment, status: "Committed", amount: null } }]
      : [];
  });
  return (await Promise.all(claims)).flat();
}

/** The lists of tied bidders hold those whose money waits to be released: who does not lead, or no longer. */
async function assertTied({ contracts: { house }, at }: Chain, round: Round): Promise<void> {
  const stories = [...round.bids.values()];
  const amounts = new Set(stories.flatMap(({ amount }) => amount ?? []));
  const lists = [...amounts].map((amount) =>
    house.read.tiedBidders([round.leadId, round.round, amount], at),
  );
  const tied = new Set<Address>((await Promise.all(lists)).flat());
  for (const { bidder, status, locked } of stories) {
    const waits = status === "Tied" || (status === "Outbid" && locked > 0n);
    assert.equal(waits, tied.has(bidder), `whether the money of ${bidder} waits to be released`);
  }
}
