import type { CommittedBid, Ending, Outcome, Promises } from "../scenario.ts";

/** All events of the chain. */
export const FROM_START = { fromBlock: 0n, strict: true } as const;

/** The highest of the bids that stand. */
export function highestBid({ outcome: { bids } }: { readonly outcome: Outcome }): CommittedBid {
  const [highest, ...others] = bids;
  if (highest === undefined) throw new Error("Nobody has bid.");
  return others.reduce(
    (most, bid) => (bid.opening.amount > most.opening.amount ? bid : most),
    highest,
  );
}

/** Who wins, and what it pays. */
interface Winner {
  readonly opening: Pick<CommittedBid["opening"], "bidder" | "amount">;
}

/** What a sale promises. @param winner the bid or offer that must win. */
export function soldTo(winner: (ending: Ending) => Winner | undefined): Promises {
  return {
    "the winner buys at its own bid": (ending) => {
      const { opening } = winner(ending) ?? {};
      const { state, auction, owner } = ending;
      return state === "Sold" && owner === opening?.bidder && auction.price === opening.amount;
    },
    "the buyer reads what was sold": ({ outcome }) => outcome.isRead,
    "no tampered proof is taken": ({ outcome }) => outcome.refused.tamperedProof === true,
    "no loser can read it": ({ outcome }) =>
      outcome.bids.length < 2 || outcome.refused.loserDecrypt === true,
  };
}

/** What a round without a sale promises. */
export function endsAs(state: Ending["state"]): Promises {
  return {
    [`the round ends as ${state}`]: (ending) => ending.state === state && ending.auction.closed,
    "the lead stays with its seller": ({ owner, listed }) => owner === listed.seller.address,
  };
}

/** The promises that a story did not keep, a line each. */
export async function brokenPromises(ending: Ending): Promise<string[]> {
  const { leadId, scenario } = ending.listed;
  const broken: string[] = [];
  for (const [promise, holds] of Object.entries(scenario.mustHold)) {
    if (await holds(ending)) continue;
    broken.push(`Lead ${leadId}, ${scenario.name}, does not keep its promise: ${promise}.`);
  }
  return broken;
}
