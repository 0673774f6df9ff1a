import { withdrawBounty } from "../../deploy/sdk/actions/bounty/withdrawBounty.ts";
import { matchByAnyone, matchEndsAs, offerOf, postForOne } from "./day/bounties.ts";
import { soldTo } from "./day/promises.ts";
import { openAndSell, takeBids } from "./day/steps.ts";
import type { Scenario } from "./scenario.ts";

/** A standing offer beats a sealed bid: its poster buys without having seen the lead, and takes back what is left of its budget. */
export const bountyWins: Scenario = {
  name: "bounty wins",
  short: "bounty",
  play: async (story) => {
    const [ada, ben] = story.market.bidders;
    const { bountyId } = await postForOne(story, ada, 20);
    await matchByAnyone(story, ada, bountyId);
    await takeBids(story, [[ben, 8]], async (bids) => {
      await openAndSell(story, bids);
      await withdrawBounty(ada, { bountyId });
    });
  },
  mustHold: { ...soldTo(offerOf), ...matchEndsAs("Sold") },
};
