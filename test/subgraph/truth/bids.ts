import { zeroAddress, zeroHash, type Address } from "viem";

import type { Chain } from "./chain.ts";
import { AnyBut, created, updated, type Claim } from "./claim.ts";
import { isEvent, type ChainLog } from "./history.ts";
import { bidId, leadEntityId } from "./ids.ts";
import type { BidStory, Round } from "./rounds.ts";

/** Bids from their logs; what is sealed and what is tied from the auction house's views too. */
export async function bidClaims(chain: Chain): Promise<Claim[]> {
  const claims = chain.rounds.map(async (round) => [
    ...[...round.bids.values()].map((bid) => storyClaim(round, bid)),
    ...(await sealedClaims(chain, round)),
    ...(await tiedClaims(chain, round)),
  ]);
  return (await Promise.all(claims)).flat();
}

function storyClaim(round: Round, { bidder, commits, reveal, state, last }: BidStory): Claim {
  const [first, latest] = [commits[0], commits.at(-1)];
  if (first === undefined || latest === undefined) throw new Error("A bid without a commitment.");
  const sealed = round.logs.find(
    (log) =>
      isEvent(log, "house", "SealedOpeningGiven") &&
      log.txHash === latest.txHash &&
      log.index === latest.index + 1,
  ) as ChainLog<"house", "SealedOpeningGiven"> | undefined;
  const returned = round.logs.find(
    (log) => isEvent(log, "house", "BondReturned") && log.args.bidder === bidder,
  );
  return {
    entity: "Bid",
    id: bidId(round.leadId, round.round, bidder),
    fields: {
      auction: round.id,
      lead: leadEntityId(round.leadId),
      bidder,
      state,
      commitment: latest.args.commitment,
      sealedOpening: sealed?.args.sealedOpening ?? "0x",
      commitCount: commits.length,
      amount: reveal?.args.amount,
      committedAt: latest.timestamp,
      revealedAt: reveal?.timestamp,
      bondReturned: returned && round.created.args.bidBond,
      ...created(first),
      ...updated(last),
    },
  };
}

/** A commitment is kept while it is sealed, and is zero otherwise. */
function sealedClaims({ contracts: { house }, at }: Chain, round: Round): Promise<Claim[]> {
  const claims = [...round.bids.keys()].map(async (bidder): Promise<Claim> => {
    const kept = await house.read.commitmentIn([round.leadId, round.round, bidder], at);
    return {
      entity: "Bid",
      id: bidId(round.leadId, round.round, bidder),
      view: "AuctionHouse.commitmentIn",
      fields:
        kept === zeroHash
          ? { state: new AnyBut("Committed") }
          : { state: "Committed", commitment: kept },
    };
  });
  return Promise.all(claims);
}

/** The lists of tied bidders hold those whose money is not yet released and who do not lead. */
async function tiedClaims({ contracts: { house }, at }: Chain, round: Round): Promise<Claim[]> {
  const amounts = new Set([...round.bids.values()].map(({ reveal }) => reveal?.args.amount ?? 0n));
  const lists = [...amounts].map((amount) =>
    house.read.tiedBidders([round.leadId, round.round, amount], at),
  );
  const tied = new Set<Address>((await Promise.all(lists)).flat());
  tied.delete(zeroAddress);
  return [...round.bids.keys()].map((bidder) => ({
    entity: "Bid",
    id: bidId(round.leadId, round.round, bidder),
    view: "AuctionHouse.tiedBidders",
    fields: { state: tied.has(bidder) ? "Tied" : new AnyBut("Tied") },
  }));
}
