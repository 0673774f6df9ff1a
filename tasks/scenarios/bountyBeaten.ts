import { withdrawBounty } from "../../deploy/sdk/actions/bounty/withdrawBounty.ts";
import { usdcText } from "../../deploy/sdk/codes/text.ts";
import { matchByAnyone, matchEndsAs, postForOne } from "./day/bounties.ts";
import { highestBid, soldTo } from "./day/promises.ts";
import { openAndSell, takeBids } from "./day/steps.ts";
import type { Scenario } from "./scenario.ts";

/** A sealed bid beats a standing offer, whose money is back in its budget in the same call. */
export const bountyBeaten: Scenario = {
  name: "bounty beaten",
  short: "beaten",
  play: async (story) => {
    const [, ben, cleo] = story.market.bidders;
    const { bountyId, budget } = await postForOne(story, ben, 5);
    await matchByAnyone(story, ben, bountyId);
    await takeBids(story, [[cleo, 10]], async (bids) => {
      await openAndSell(story, bids);
      const { freed } = await withdrawBounty(ben, { bountyId });
      if (freed !== budget) throw new Error(`Only ${usdcText(freed)} of a beaten bounty is free.`);
      story.tell(`${ben.name} takes all of the bounty's ${usdcText(freed)} back`);
    });
  },
  mustHold: { ...soldTo(highestBid), ...matchEndsAs("Beaten") },
};
