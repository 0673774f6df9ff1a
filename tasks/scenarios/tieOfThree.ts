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
    "the random word decides between the three": async ({ market, listed: { leadId } }) => {
      const { house } = market.contracts;
      const [event] = await house.getEvents.TieResolved({ leadId }, FROM_START);
      return event?.args.tiedBids === 3n && event.args.byTimeout === false;
    },
    ...soldTo(({ outcome, owner }) => outcome.bids.find(({ bidder }) => bidder.address === owner)),
  },
};

async function breakTie({ market, listed: { leadId }, tell }: Story): Promise<void> {
  const { anyone, contracts, vrf } = market;
  const { tiedBids } = await contracts.house.read.auctionOf([leadId]);
  await settleAuction(anyone, { leadId });
  await vrf.answerAll();
  await settleAuction(anyone, { leadId });
  await releaseTiedBids(anyone, { leadId });
  const winner = await leaderOf(market, leadId);
  tell(`${tiedBids} equal bids: the random word chose ${winner.name}`);
}
