import { highestBid, soldTo } from "./day/promises.ts";
import { openAndSell, takeBids } from "./day/steps.ts";
import type { Scenario } from "./scenario.ts";

/** One to four bids; the highest buys. What every lead beyond the other stories goes through. */
export const plainSale: Scenario = {
  name: "plain sale",
  short: "plain",
  play: async (story) => {
    const { market, random } = story;
    const planned = market.bidders
      .slice(0, random.integer(1, 4))
      .map((bidder, index) => [bidder, random.integer(1, 5) + 6 * index] as const);
    await takeBids(story, planned, (bids) => openAndSell(story, bids));
  },
  mustHold: soldTo(highestBid),
};
