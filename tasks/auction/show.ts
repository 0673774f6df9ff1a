import { parseEventLogs, type Address } from "viem";

import { clientAction } from "../client/action.ts";
import { auctionFacts, auctionJson, auctionOf } from "../client/auction.ts";
import type { Client, ClientOptions } from "../client/client.ts";
import { usdcText } from "../client/format.ts";
import { facts, grid } from "../client/output.ts";

interface ShowArguments extends ClientOptions {
  readonly leadId: bigint;
}

/** A bid as the chain's events tell it. */
interface Bid {
  readonly bidder: Address;
  readonly state: "sealed" | "withdrawn" | "revealed";
  /** USDC units; null while sealed. */
  readonly amount: bigint | null;
}

export default clientAction<ShowArguments>(async ({ leadId }, client) => {
  const auction = await auctionOf(client, leadId);
  const bids = await bidsOf(client, leadId, auction.round);
  return {
    json: { ...auctionJson(leadId, auction), bids },
    text: [
      facts(auctionFacts(leadId, auction)),
      bids.length === 0
        ? "No bids."
        : grid(
            ["bidder", "bid"],
            bids.map(({ bidder, state, amount }) => [
              bidder,
              amount === null ? state : usdcText(amount),
            ]),
          ),
    ].join("\n"),
  };
});

/** The bids of a round, in the order of their first commitment. */
async function bidsOf({ contracts }: Client, leadId: bigint, round: number): Promise<Bid[]> {
  const { abi, getEvents } = contracts.house;
  const [where, range] = [{ leadId, round }, { fromBlock: 0n }] as const;
  const logs = parseEventLogs({
    abi,
    logs: [
      ...(await getEvents.BidCommitted(where, range)),
      ...(await getEvents.BidWithdrawn(where, range)),
      ...(await getEvents.BidRevealed(where, range)),
    ],
  }).sort((a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex);
  const bids = new Map<Address, Bid>();
  for (const { eventName, args } of logs) {
    if (eventName === "BidCommitted") {
      bids.set(args.bidder, { bidder: args.bidder, state: "sealed", amount: null });
    } else if (eventName === "BidWithdrawn") {
      bids.set(args.bidder, { bidder: args.bidder, state: "withdrawn", amount: null });
    } else if (eventName === "BidRevealed") {
      bids.set(args.bidder, { bidder: args.bidder, state: "revealed", amount: args.amount });
    }
  }
  return [...bids.values()];
}
