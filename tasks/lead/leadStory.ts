import { LeadStoryDocument, type LeadStoryQuery } from "../../types/subgraph/queries.ts";
import type { Client } from "../client/client.ts";
import { timeText, usdcText } from "../client/format.ts";
import { grid } from "../client/output.ts";
import { querySubgraph, SubgraphQueryError } from "../subgraph/querySubgraph.ts";

type Story = LeadStoryQuery["leads"][number];
type Auction = Story["auctions"][number];
type Bid = Auction["bids"][number];
type Step = readonly [time: number, what: string];

/** What the bidder did, or what happened to its bid. */
const CHANGES: Readonly<Record<Bid["changes"][number]["kind"], string>> = {
  Overwritten: "changed its bid",
  Withdrawn: "withdrew its bid",
  PlacedAgain: "committed a bid again",
  Released: "got the money of its beaten tied bid back",
  Barred: "may not receive the lead: its money is free",
  Voided: "got its money back: the tie was voided",
  Erased: "got its money back: the lead was erased",
  BondReturned: "got its bond back",
};

/** A lead's history from the subgraph; says so where none can be had, since the chain alone tells the rest. */
export async function leadStory(client: Client, leadId: bigint) {
  try {
    const url = await client.index();
    if (url === undefined) return noStory("no subgraph is named (--graphql)");
    const { leads } = await querySubgraph(url, LeadStoryDocument, { leadId: String(leadId) });
    const [story] = leads;
    if (story === undefined) return noStory("the subgraph has not reached this lead yet");
    const steps = stepsOf(story).sort(([a], [b]) => a - b);
    return {
      json: story,
      text: grid(
        ["when", "what happened"],
        steps.map(([time, what]) => [timeText(time), what]),
      ),
    };
  } catch (error) {
    if (error instanceof SubgraphQueryError) return noStory(error.message);
    throw error;
  }
}

function noStory(why: string) {
  return { json: null, text: `History left out: ${why}.` };
}

function stepsOf({ auctions, deliveries }: Story): Step[] {
  return [
    ...auctions.flatMap(auctionSteps),
    ...deliveries.map(({ to, timestamp }): Step => [Number(timestamp), `delivered to ${to.id}`]),
  ];
}

function auctionSteps(auction: Auction): Step[] {
  const { round, reserve, timestamp, bids } = auction;
  const opened: Step = [
    Number(timestamp),
    `round ${round} opened with a reserve of ${usdcText(BigInt(reserve))}`,
  ];
  return [
    opened,
    ...bids.flatMap(bidStepsOf),
    ...tieSteps(auction),
    ...endSteps(auction),
    ...forfeitureSteps(auction),
  ];
}

function bidStepsOf({ bidder, timestamp, opening, changes }: Bid): Step[] {
  const committed: Step = [Number(timestamp), `${bidder.id} committed a bid`];
  const changed = changes.map(({ kind, timestamp: time }): Step => [
    Number(time),
    `${bidder.id} ${CHANGES[kind]}`,
  ]);
  if (opening == null) return [committed, ...changed];
  const { amount, rank, timestamp: time } = opening;
  const revealed = `${bidder.id} revealed ${usdcText(BigInt(amount))} (${rank})`;
  return [committed, ...changed, [Number(time), revealed]];
}

function tieSteps({ round, tieBreak }: Auction): Step[] {
  if (tieBreak == null) return [];
  const { requestedAt, fulfilledAt, resolvedAt, tiedBids, byTimeout, winner } = tieBreak;
  const decided = byTimeout === true ? "by time-out, for the first revealed" : "by the random word";
  return [
    ...stepAt(requestedAt, `round ${round} is tied: a random word was asked for`),
    ...stepAt(fulfilledAt, "the random word came"),
    ...stepAt(
      resolvedAt,
      `the tie of ${tiedBids ?? 0} bids was decided ${decided}: ${winner?.id ?? ""} wins`,
    ),
  ];
}

/** How a round was closed; a sale is told by its price. */
function endSteps(auction: Auction): Step[] {
  const { round, state, cancelled, closedAt, price, fee, refund, erasure } = auction;
  if (erasure != null) {
    return stepAt(erasure.timestamp, `round ${round} ended: the lead was erased`);
  }
  if (refund != null) {
    const { buyer, bid, compensation, timestamp } = refund;
    const money = `${usdcText(BigInt(bid))} back, and ${usdcText(BigInt(compensation))} of the seller's bond`;
    return [[Number(timestamp), `not delivered: ${buyer.id} got ${money}`]];
  }
  switch (state) {
    case "Sold":
      return stepAt(
        closedAt,
        `round ${round} sold for ${usdcText(BigInt(price ?? 0))}, of which ${usdcText(BigInt(fee ?? 0))} are the fee`,
      );
    case "Unsold":
      return stepAt(
        closedAt,
        cancelled
          ? `round ${round} was cancelled by its seller`
          : `round ${round} was closed unsold: the seller's bond is free`,
      );
    case "Undelivered":
      return stepAt(closedAt, `the sale of round ${round} ended: its buyer may not have the lead`);
    case "Voided":
      return stepAt(closedAt, `round ${round} was voided: nobody resolved its tie`);
    default:
      return [];
  }
}

function forfeitureSteps({ forfeitures }: Auction): Step[] {
  return forfeitures.map(({ bidder, treasury, amount, tip, timestamp }) => {
    const rest = usdcText(BigInt(amount) - BigInt(tip));
    return [
      Number(timestamp),
      `${bidder.id} never opened its bid: its bond of ${usdcText(BigInt(amount))} was forfeited, ${rest} to ${treasury.id}`,
    ];
  });
}

function stepAt(time: string | null | undefined, what: string): Step[] {
  return time == null ? [] : [[Number(time), what]];
}
