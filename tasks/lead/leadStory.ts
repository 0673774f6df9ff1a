import { LeadStoryDocument, type LeadStoryQuery } from "../../types/subgraph/queries.ts";
import type { Client } from "../client/client.ts";
import { timeText, usdcText } from "../client/format.ts";
import { grid } from "../client/output.ts";
import { querySubgraph, SubgraphQueryError } from "../subgraph/querySubgraph.ts";

type Story = LeadStoryQuery["leads"][number];
type Step = readonly [time: number, what: string];

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
  const { round, reserve, timestamp, bids, refund } = auction;
  const opened: Step = [
    Number(timestamp),
    `round ${round} opened with a reserve of ${usdcText(BigInt(reserve))}`,
  ];
  const bidSteps = bids.flatMap(({ bidder, amount, committedAt, revealedAt, state }): Step[] => [
    [Number(committedAt), `${bidder.id} committed a bid`],
    ...(revealedAt == null || amount == null
      ? []
      : [
          [
            Number(revealedAt),
            `${bidder.id} revealed ${usdcText(BigInt(amount))} (${state})`,
          ] as const,
        ]),
  ]);
  const refunds: Step[] =
    refund == null
      ? []
      : [
          [
            Number(refund.timestamp),
            `not delivered: refunded with ${usdcText(BigInt(refund.compensation))} on top`,
          ],
        ];
  return [opened, ...bidSteps, ...refunds];
}
