import { findBounties } from "../../deploy/sdk/actions/bounty/findBounties.ts";
import { matchBounty } from "../../deploy/sdk/actions/bounty/matchBounty.ts";
import { BOUNTY_RULES } from "../../deploy/sdk/bounty/bountyRule.ts";
import { matchByAnyone, matchEndsAs, offerOf, postForOne } from "./day/bounties.ts";
import { soldTo } from "./day/promises.ts";
import { isRefused } from "./day/refusals.ts";
import { sell, takeBids } from "./day/steps.ts";
import type { Scenario } from "./scenario.ts";

/** A bounty has money for one lead: once that is matched, it meets no other until it is topped up. */
export const bountySpent: Scenario = {
  name: "bounty out of budget",
  short: "spent",
  play: async (story) => {
    const { market, listed, tell } = story;
    const { leadId } = listed;
    const [, , , dev] = market.bidders;
    const { bountyId } = await postForOne(story, dev, 3);
    await matchByAnyone(story, dev, bountyId);
    const isRefusedNow = await isRefused("BountyMatcher_NoMatch", () =>
      matchBounty(market.anyone, { leadId, bountyId }),
    );
    const { bounties } = await findBounties(market, { leadId });
    const { against = "None" } = bounties.find((one) => one.bountyId === bountyId) ?? {};
    if (!isRefusedNow || against !== "Budget") throw new Error("A spent bounty is matched again.");
    tell(`${dev.name}'s bounty meets no other lead: ${BOUNTY_RULES[against]}`);
    await takeBids(story, [], async () => {
      await sell(story);
    });
  },
  mustHold: {
    "nothing is left of the budget": async ({ market, listed: { leadId } }) => {
      const { matcher } = market.contracts;
      const [matched] = await matcher.getEvents.BountyMatched({ leadId }, { fromBlock: 0n });
      const { budget } = await matcher.read.bountyOf([matched?.args.bountyId ?? 0n]);
      return budget === 0n;
    },
    ...soldTo(offerOf),
    ...matchEndsAs("Sold"),
  },
};
