import { getAuction } from "../../deploy/sdk/actions/auction/getAuction.ts";
import { usdcText } from "../../deploy/sdk/codes/text.ts";
import { clientAction } from "../cli/action.ts";
import type { ClientOptions } from "../cli/client.ts";
import { facts, grid } from "../cli/output.ts";
import { auctionFacts } from "./auctionFacts.ts";
import { stepFacts, stepsJson } from "./stepFacts.ts";

interface ShowArguments extends ClientOptions {
  readonly leadId: bigint;
}

type ShownAuction = Awaited<ReturnType<typeof getAuction>>;

export default clientAction<ShowArguments>(async ({ leadId }, client) => {
  const auction = await getAuction(client, { leadId });
  return {
    json: { ...auction, waitsFor: stepsJson(auction.waitsFor) },
    text: [
      facts(auctionFacts(auction)),
      bidGrid(auction.bids),
      stepFacts(auction.waitsFor, auction.now),
    ].join("\n"),
  };
});

function bidGrid(bids: ShownAuction["bids"]): string {
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
