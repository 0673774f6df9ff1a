import { highestBid, soldTo } from "./day/promises.ts";
import { revealTogether, sell, takeBids } from "./day/steps.ts";
import type { Scenario } from "./scenario.ts";

/** Five bids, opened in one transaction; the highest buys. */
export const fiveBidders: Scenario = {
  name: "five bidders",
  short: "five",
  play: async (story) => {
    const { market, listed, tell } = story;
    const planned = market.bidders.map((bidder, index) => [bidder, 3 + 4 * index] as const);
    await takeBids(story, planned, async (bids) => {
      const revealGas = Number(await revealTogether(market, listed, bids));
      market.gas.record("revealBatchPerBid", revealGas / bids.length);
      const { gasUsed, loser } = await sell(story);
      tell(`${loser?.name ?? "nobody"}, who lost, cannot open it`);
      const commitGas = bids.reduce((sum, bid) => sum + Number(bid.gasUsed), 0);
      const saleGas = listed.gasUsed + commitGas + revealGas + Number(gasUsed);
      market.gas.record("saleFiveBidders", saleGas);
    });
  },
  mustHold: {
    "five bids are opened": ({ outcome, auction }) =>
      outcome.bids.length === 5 && auction.pendingCommitments === 0,
    ...soldTo(highestBid),
  },
};
