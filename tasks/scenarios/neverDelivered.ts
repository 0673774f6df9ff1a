import { refundBuyer } from "../../deploy/sdk/actions/auction/refundBuyer.ts";
import { refundableAt } from "../../deploy/sdk/codes/deadlines.ts";
import { dollarsOf } from "../../deploy/sdk/codes/usdc.ts";
import { endsAs, FROM_START, highestBid } from "./day/promises.ts";
import { leaderOf, revealOneByOne, takeBids } from "./day/steps.ts";
import type { Scenario } from "./scenario.ts";

/** The seller does not deliver: the buyer gets its money back, and half of the seller's bond. */
export const neverDelivered: Scenario = {
  name: "never delivered",
  short: "undelivered",
  lead: { seller: "idle" },
  play: async (story) => {
    const { market, listed, tell } = story;
    const { leadId } = listed;
    const [ada, , , , eva] = market.bidders;
    const planned = [
      [ada, 6],
      [eva, 8],
    ] as const;
    await takeBids(story, planned, async (bids) => {
      await revealOneByOne(market, listed, bids);
      const buyer = await leaderOf(market, leadId);
      const auction = await market.contracts.house.read.auctionOf([leadId]);
      market.agenda.add(refundableAt(auction), async () => {
        const { gasUsed, compensation } = await refundBuyer(market.anyone, { leadId });
        market.gas.record("refund", gasUsed);
        const half = dollarsOf(compensation);
        tell(
          `never delivered: ${buyer.name} has the money back and ${half} USDC, half of the seller's bond`,
        );
      });
    });
  },
  mustHold: {
    ...endsAs("Undelivered"),
    "the buyer gets its bid back and half of the seller's bond": async (ending) => {
      const { market, listed, auction } = ending;
      const { house } = market.contracts;
      const filter = { leadId: listed.leadId };
      const [event] = await house.getEvents.AuctionRefunded(filter, FROM_START);
      const { bidder, opening } = highestBid(ending);
      return (
        event?.args.buyer === bidder.address &&
        event.args.bid === opening.amount &&
        event.args.compensation === auction.deliveryBond / 2n
      );
    },
  },
};
