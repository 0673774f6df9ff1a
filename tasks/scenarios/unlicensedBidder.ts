import { zeroHash } from "viem";

import { isLicensedEverywhere } from "./day/credentials.ts";
import { highestBid, soldTo } from "./day/promises.ts";
import { deniedRule } from "./day/refusals.ts";
import { openAndSell, takeBids, tryBid } from "./day/steps.ts";
import type { Scenario } from "./scenario.ts";

/** A bidder without a licence cannot bid at all. */
export const unlicensedBidder: Scenario = {
  name: "unlicensed bidder",
  short: "unlicensed",
  lead: { isOf: isLicensedEverywhere },
  play: async (story) => {
    const { market, listed, outcome, tell } = story;
    const { unlicensed } = market.guests;
    const rule = await deniedRule(unlicensed, () => tryBid(unlicensed, listed.leadId));
    outcome.refused.unlicensedBid = rule === "licence";
    tell(`${unlicensed.name}, who has no licence, cannot bid`);
    const [ada, , , dev] = market.bidders;
    const planned = [
      [ada, 7],
      [dev, 11],
    ] as const;
    await takeBids(story, planned, (bids) => openAndSell(story, bids));
  },
  mustHold: {
    "a bidder without a licence is refused for that": ({ outcome }) =>
      outcome.refused.unlicensedBid === true,
    "a bidder without a licence has no bid": async ({ market, listed, auction }) => {
      const { commitmentIn } = market.contracts.house.read;
      const { address } = market.guests.unlicensed;
      return (await commitmentIn([listed.leadId, auction.round, address])) === zeroHash;
    },
    ...soldTo(highestBid),
  },
};
