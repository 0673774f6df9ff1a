import { bytesToHex, concat } from "viem";
import { getTransaction } from "viem/actions";

import { revealBids } from "../../deploy/sdk/actions/bid/revealBids.ts";
import { openingRound, roundTime } from "../../deploy/sdk/bid/beaconChain.ts";
import { sealToRound } from "../../deploy/sdk/bid/sealedOpening.ts";
import { FROM_START, highestBid, soldTo } from "./day/promises.ts";
import { revealOneByOne, sell, takeBids } from "./day/steps.ts";
import type { CommittedBid, Scenario, Story } from "./scenario.ts";

/** The highest bidder never comes back: a beacon's round opens its bid for everybody. Another's garbage spoils nothing. */
export const offlineBidder: Scenario = {
  name: "offline bidder",
  short: "offline",
  play: async (story) => {
    const { market, listed, random } = story;
    const { beacon, bidders, contracts } = market;
    const [ada, ben, cleo] = bidders;
    const round = openingRound(beacon, await contracts.house.read.auctionOf([listed.leadId]));
    const garbage = bytesToHex(Uint8Array.from({ length: 160 }, () => random.integer(0, 255)));
    await takeBids(
      story,
      [
        [ada, 20, ({ opening: { amount }, seed }) => sealToRound({ amount, seed }, beacon, round)],
        [ben, 8],
        [cleo, 15, () => concat(["0x01", garbage])],
      ],
      async (bids) => {
        await revealOneByOne(market, listed, bids.slice(1));
        market.agenda.add(roundTime(beacon, round), () => openAndSellIt(story, bids[0]));
      },
    );
  },
  mustHold: {
    "the bid of who is offline is opened by somebody else": async ({ market, listed, outcome }) => {
      const { house } = market.contracts;
      const [offline] = outcome.bids;
      const filter = { leadId: listed.leadId, bidder: offline?.bidder.address };
      const [event] = await house.getEvents.BidRevealed(filter, FROM_START);
      if (event === undefined) return false;
      const { from } = await getTransaction(market.publicClient, { hash: event.transactionHash });
      return from.toLowerCase() === market.anyone.address.toLowerCase();
    },
    "garbage as an opening spoils nothing": ({ outcome, auction }) =>
      outcome.bids.length === 3 && auction.pendingCommitments === 0,
    ...soldTo(highestBid),
  },
};

async function openAndSellIt(story: Story, offline: CommittedBid | undefined): Promise<void> {
  const { market, listed, tell } = story;
  const { opened } = await revealBids(market.anyone, { leadId: listed.leadId });
  tell(
    `${offline?.bidder.name ?? "nobody"} is offline: a drand round opened ${opened.length === 1 ? "its bid" : `${opened.length} bids`} for anyone to reveal`,
  );
  await sell(story);
}
