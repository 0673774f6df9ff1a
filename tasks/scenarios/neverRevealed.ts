import { getTransactionReceipt } from "viem/actions";

import { forfeitBonds } from "../../deploy/sdk/actions/auction/forfeitBonds.ts";
import { forfeitableAt } from "../../deploy/sdk/codes/deadlines.ts";
import { dollarsOf } from "../../deploy/sdk/codes/usdc.ts";
import { FROM_START, soldTo } from "./day/promises.ts";
import { revealOneByOne, sell, takeBids } from "./day/steps.ts";
import type { CommittedBid, Scenario, Story } from "./scenario.ts";

/** The highest bidder stays silent: the next one wins, and the treasury gets the silent one's bond. */
export const neverRevealed: Scenario = {
  name: "never revealed",
  short: "silent",
  play: async (story) => {
    const [, ben, , dev, eva] = story.market.bidders;
    const planned = [
      [ben, 5],
      [dev, 9],
      [eva, 40],
    ] as const;
    await takeBids(story, planned, (bids) => sellDespiteSilence(story, bids));
  },
  mustHold: {
    "the silent bidder loses its bond": async ({ market, listed, outcome, auction }) => {
      const { house } = market.contracts;
      const filter = { leadId: listed.leadId };
      const [event] = await house.getEvents.BondForfeited(filter, FROM_START);
      const silent = outcome.bids.at(-1)?.bidder.address;
      return event?.args.bidder === silent && event?.args.bond === auction.bidBond;
    },
    ...soldTo(({ outcome }) => outcome.bids.at(-2)),
  },
};

async function sellDespiteSilence(story: Story, bids: readonly CommittedBid[]): Promise<void> {
  const { market, listed, tell } = story;
  const { leadId } = listed;
  const silent = bids.at(-1) as CommittedBid;
  await revealOneByOne(market, listed, bids.slice(0, -1));
  const auction = await market.contracts.house.read.auctionOf([leadId]);
  market.agenda.add(auction.revealEnd, async () => {
    await sell(story);
  });
  market.agenda.add(forfeitableAt(auction), async () => {
    const { bonds } = await forfeitBonds(market.anyone, { leadId });
    for (const { amount, txHash: hash } of bonds) {
      const { gasUsed } = await getTransactionReceipt(market.publicClient, { hash });
      market.gas.record("forfeit", gasUsed);
      tell(`${silent.bidder.name} never revealed: bond of ${dollarsOf(amount)} USDC forfeited`);
    }
  });
}
