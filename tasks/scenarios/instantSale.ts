import { getBlock } from "viem/actions";

import { withdrawBounty } from "../../deploy/sdk/actions/bounty/withdrawBounty.ts";
import { matchByAnyone, matchEndsAs, offerOf, postForOne } from "./day/bounties.ts";
import { FROM_START, soldTo } from "./day/promises.ts";
import { sell } from "./day/steps.ts";
import type { Scenario } from "./scenario.ts";

/** How long after the first match a better offer may still come: the matcher's `INSTANT_SALE_WINDOW`, seconds. */
const WINDOW = 4;

/** A seller sells at once, to the first bounty at or above its reserve: no commit phase, no reveal phase. */
export const instantSale: Scenario = {
  name: "instant sale",
  short: "instant",
  lead: { isInstant: true },
  play: async (story) => {
    const { market, tell } = story;
    const [, , , , eva] = market.bidders;
    const { bountyId } = await postForOne(story, eva, 0);
    const { revealEnd } = await matchByAnyone(story, eva, bountyId);
    tell("sold at once: nobody can bid any more");
    market.agenda.add(revealEnd, async () => {
      await sell(story);
      await withdrawBounty(eva, { bountyId });
    });
  },
  mustHold: {
    "the auction ends seconds after the match": async ({ market, listed, auction }) => {
      const { leadId } = listed;
      const { matcher } = market.contracts;
      const [matched] = await matcher.getEvents.BountyMatched({ leadId }, FROM_START);
      if (matched === undefined) return false;
      const { timestamp } = await getBlock(market.publicClient, {
        blockNumber: matched.blockNumber,
      });
      return auction.revealEnd === Number(timestamp) + WINDOW;
    },
    ...soldTo(offerOf),
    ...matchEndsAs("Sold"),
  },
};
