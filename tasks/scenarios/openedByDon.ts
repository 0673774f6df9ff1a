import { bytesToHex, concat, numberToHex } from "viem";
import { getTransaction } from "viem/actions";

import { revealBid } from "../../deploy/sdk/actions/bid/revealBid.ts";
import { revealBids } from "../../deploy/sdk/actions/bid/revealBids.ts";
import { donKeyOf } from "../../deploy/sdk/actions/lead/donQueue.ts";
import { sealToEnclave } from "../../deploy/sdk/bid/sealedOpening.ts";
import { FROM_START, highestBid, soldTo } from "./day/promises.ts";
import { sell, takeBids } from "./day/steps.ts";
import type { CommittedBid, Scenario, Story } from "./scenario.ts";

/**
 * The highest bidder never comes back: the DON opens its bid. Another's garbage spoils nothing. A venue without a DON has nobody to do that:
 * there the bidder opens its bid itself, as it always can.
 */
export const openedByDon: Scenario = {
  name: "opened by DON",
  short: "enclave",
  play: async (story) => {
    const { market, listed, random } = story;
    const { bidders, chainId, contracts } = market;
    const [ada, ben, cleo] = bidders;
    const key = await donKeyOf(market);
    const { leadId } = listed;
    const { round } = await contracts.house.read.auctionOf([leadId]);
    const context = {
      ...{ chainId, house: contracts.house.address, leadId, round },
      bidder: ada.address,
    };
    const garbage = bytesToHex(Uint8Array.from({ length: 81 }, () => random.integer(0, 255)));
    await takeBids(
      story,
      [
        [
          ada,
          20,
          ({ opening: { amount }, seed, commitment }) =>
            sealToEnclave({ amount, seed }, key, context, commitment),
        ],
        [ben, 8],
        [cleo, 15, () => concat(["0x02", numberToHex(key.epoch, { size: 4 }), garbage])],
      ],
      async (bids) => {
        for (const { bidder, opening } of await openByDon(story, bids)) {
          await revealBid(bidder, { leadId, amount: opening.amount });
        }
        await sell(story);
      },
    );
  },
  mustHold: {
    "the bid of who is offline is opened by the DON": async ({ market, listed, outcome }) => {
      const { contracts, publicClient, protocol, hasDon } = market;
      const [offline] = outcome.bids;
      const filter = { leadId: listed.leadId, bidder: offline?.bidder.address };
      const [event] = await contracts.house.getEvents.BidRevealed(filter, FROM_START);
      if (event === undefined) return false;
      const { from } = await getTransaction(publicClient, { hash: event.transactionHash });
      const opener = hasDon ? protocol.don.transmitter.account : offline?.bidder;
      return from.toLowerCase() === opener?.address.toLowerCase();
    },
    "garbage as an opening spoils nothing": ({ outcome, auction }) =>
      outcome.bids.length === 3 && auction.pendingCommitments === 0,
    ...soldTo(highestBid),
  },
};

/** Has the DON open what it can, beside garbage. @returns the bids that their bidders have to open. */
async function openByDon(
  { market, listed, tell }: Story,
  bids: readonly CommittedBid[],
): Promise<readonly CommittedBid[]> {
  const name = bids[0]?.bidder.name ?? "nobody";
  if (!market.hasDon) {
    tell(`there is no DON here: ${name} opens its bid itself`);
    return bids;
  }
  const { byDon } = await revealBids(market.anyone, { leadId: listed.leadId });
  const opened = byDon.filter(({ code }) => code === "REPORTED").map(({ bidder }) => bidder);
  tell(`${name} is offline: the DON opened ${opened.length} of ${byDon.length} bids sealed to it`);
  return bids.filter(({ bidder }) => !opened.includes(bidder.address));
}
