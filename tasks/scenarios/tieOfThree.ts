import { releaseTiedBids } from "../../deploy/sdk/actions/auction/releaseTiedBids.ts";
import { settleAuction } from "../../deploy/sdk/actions/auction/settleAuction.ts";
import { FROM_START, soldTo } from "./day/promises.ts";
import { leaderOf, revealOneByOne, sell, takeBids } from "./day/steps.ts";
import type { Scenario, Story } from "./scenario.ts";

/** Three equal bids: a random word decides who buys, and the beaten two get their money back. */
export const tieOfThree: Scenario = {
  name: "tie of three",
  short: "tie",
  play: async (story) => {
    const { market, listed } = story;
    const [ada, ben, cleo] = market.bidders;
    const planned = [ada, ben, cleo].map((bidder) => [bidder, 12] as const);
    await takeBids(story, planned, async (bids) => {
      await revealOneByOne(market, listed, bids);
      await breakTie(story);
      await sell(story);
    });
  },
  mustHold: {
    "the random word decides between the three": async ({ market, listed }) => {
      const resolved = await resolutionOf({ market, listed });
      return resolved?.tiedBids === 3n && !resolved.byTimeout;
    },
    ...soldTo(({ outcome, owner }) => outcome.bids.find(({ bidder }) => bidder.address === owner)),
  },
};

async function breakTie({ market, listed, tell }: Story): Promise<void> {
  const { anyone, vrf } = market;
  const { leadId } = listed;
  await settleAuction(anyone, { leadId });
  await vrf.answerAll();
  await settleAuction(anyone, { leadId });
  await releaseTiedBids(anyone, { leadId });
  const resolved = await resolutionOf({ market, listed });
  const winner = await leaderOf(market, leadId);
  tell(`${resolved?.tiedBids ?? 0} equal bids: the random word chose ${winner.name}`);
}

/** How the chain says that the tie was resolved. */
async function resolutionOf({ market, listed: { leadId } }: Pick<Story, "market" | "listed">) {
  const { house } = market.contracts;
  const [event] = await house.getEvents.TieResolved({ leadId }, FROM_START);
  return event?.args;
}
