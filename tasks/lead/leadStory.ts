import { LeadStoryDocument, type LeadStoryQuery } from "../../types/subgraph/queries.ts";
import type { Client } from "../client/client.ts";
import { timeText, usdcText } from "../client/format.ts";
import { grid } from "../client/output.ts";
import { querySubgraph, SubgraphQueryError } from "../subgraph/querySubgraph.ts";

type Story = LeadStoryQuery["leads"][number];
type Bid = Story["auctions"][number]["bids"][number];
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
  const url = client.service("graphql");
  if (url === undefined) return noStory("no subgraph is named (--graphql)");
  try {
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

function auctionSteps(auction: Story["auctions"][number]): Step[] {
  const { round, reserve, timestamp, bids, refund, erasure } = auction;
  const opened: Step = [
    Number(timestamp),
    `round ${round} opened with a reserve of ${usdcText(BigInt(reserve))}`,
  ];
  const bidSteps = bids.flatMap(bidStepsOf);
  const refunds: Step[] =
    refund == null
      ? []
      : [
          [
            Number(refund.timestamp),
            `not delivered: refunded with ${usdcText(BigInt(refund.compensation))} on top`,
          ],
        ];
  const erasures: Step[] =
    erasure == null
      ? []
      : [[Number(erasure.timestamp), `round ${round} ended: the lead was erased`]];
  return [opened, ...bidSteps, ...refunds, ...erasures];
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
