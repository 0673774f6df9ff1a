import { clientAction } from "../client/action.ts";
import { auctionFacts, auctionJson, auctionOf } from "../client/auction.ts";
import type { ClientOptions } from "../client/client.ts";
import { usdcText } from "../client/format.ts";
import { facts, grid } from "../client/output.ts";
import { bidsOf, type Bid } from "./bids.ts";
import { leadStepsOf } from "./leadStanding.ts";
import { stepFacts } from "./steps.ts";

interface ShowArguments extends ClientOptions {
  readonly leadId: bigint;
}

export default clientAction<ShowArguments>(async ({ leadId }, client) => {
  const auction = await auctionOf(client, leadId);
  const bids = await bidsOf(client, leadId);
  const ownBids = bids.filter(({ round }) => round === auction.round);
  const { steps, now } = await leadStepsOf(client, leadId, bids);
  return {
    json: {
      ...auctionJson(leadId, auction),
      bids: ownBids.map(({ bidder, status, amount }) => ({ bidder, status, amount })),
      waitsFor: steps,
    },
    text: [facts(auctionFacts(leadId, auction)), bidGrid(ownBids), stepFacts(steps, now)].join(
      "\n",
    ),
  };
});

function bidGrid(bids: readonly Bid[]): string {
  if (bids.length === 0) return "No bids.";
  return grid(
    ["bidder", "bid", "status"],
    bids.map(({ bidder, status, amount }) => [
      bidder,
      amount === null ? "-" : usdcText(amount),
      status,
    ]),
  );
}
