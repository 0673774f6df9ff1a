import { zeroHash } from "viem";

import { sealBidOn } from "../../deploy/local/party.ts";
import { createAuction } from "../../deploy/sdk/actions/auction/createAuction.ts";
import { withdrawBid } from "../../deploy/sdk/actions/bid/withdrawBid.ts";
import { dollarsOf } from "../../deploy/sdk/codes/usdc.ts";
import { verticalOf } from "./day/market.ts";
import { FROM_START, highestBid, soldTo } from "./day/promises.ts";
import { isRefused } from "./day/refusals.ts";
import { commitBids, openAndSell, takeBids } from "./day/steps.ts";
import type { Scenario, Story } from "./scenario.ts";

/** Nobody bids on the seller's terms: it lists the lead again on others. A bid for the first round does not count in the second. */
export const listedAgain: Scenario = {
  name: "listed again",
  short: "again",
  lead: { asks: 2n },
  play: async (story) => {
    const { market, listed, tell } = story;
    const [, , cleo] = market.bidders;
    await commitBids(market, listed, [[cleo, 0]]);
    await withdrawBid(cleo, { leadId: listed.leadId });
    tell(`${cleo.name} bid and took the bid back`);
    await takeBids(story, [], () => listAgain(story));
  },
  mustHold: {
    "the lead is sold in its second round": ({ auction }) => auction.round === 2,
    "a bid that was taken back binds nobody": async ({ market, listed: { leadId } }) => {
      const { commitmentIn } = market.contracts.house.read;
      const [, , cleo] = market.bidders;
      return (await commitmentIn([leadId, 1, cleo.address])) === zeroHash;
    },
    "it is listed for half of its first reserve": async ({ market, listed: { leadId } }) => {
      const { house } = market.contracts;
      const [first, second] = await house.getEvents.AuctionCreated({ leadId }, FROM_START);
      return first?.args.reserve === 2n * (second?.args.reserve ?? 0n);
    },
    ...soldTo(highestBid),
  },
};

async function listAgain(story: Story): Promise<void> {
  const { market, listed, tell } = story;
  const { house } = market.contracts;
  const { leadId, seller, lead } = listed;
  const [, , cleo, dev, eva] = market.bidders;
  const { round, reserve } = await house.read.auctionOf([leadId]);
  const { commitment } = await sealBidOn(cleo, leadId, reserve);

  const { minReserve: baseReserve } = verticalOf(market.verticals, lead.vertical).config;
  await createAuction(seller, { leadId, baseReserve });
  const isBarred = await isRefused("AuctionHouse_WrongRound", () =>
    house.simulate.commitBid([leadId, round, commitment, "0x"], { account: cleo.address }),
  );
  if (!isBarred) throw new Error(`A bid for round ${round} of lead ${leadId} counts in the next.`);
  tell(`nobody bid ${dollarsOf(reserve)} USDC: listed again for less, where no old bid counts`);

  const planned = [
    [cleo, 4],
    [dev, 9],
    [eva, 15],
  ] as const;
  await takeBids(story, planned, (bids) => openAndSell(story, bids));
}
