import { z } from "zod";

import { RevealFault } from "../../codes/enums.ts";
import { MyBidsDocument, type MyBidsQuery } from "../../generated/queries.ts";
import { queryAtBlock } from "../../subgraph/queryAtBlock.ts";
import { outcome } from "../auction/standing.ts";
import { defineAction } from "../definition.ts";
import { indexOrChain, type ListReader } from "../indexOrChain.ts";
import { score } from "../lead/quoteLead.ts";
import { address, cursor, hex, leadId, limit, time, usdc } from "../schemas.ts";
import { bidsOnChain } from "./bidsOnChain.ts";
import { bid } from "./getBids.ts";

const PAGE = 100;
/** Above all ids. */
const START = "0xff";

const parameters = z.object({
  account: address.describe("The bidder"),
  limit: limit.optional().describe(`How many at most; ${PAGE} if absent`),
  cursor: cursor.optional().describe("Where the page begins: the cursor of the previous page"),
});

const ownBid = bid.omit({ bidder: true }).extend({
  leadId,
  bond: usdc.describe("Bond of the round, USDC units"),
  locked: usdc.describe("What is locked for it now, USDC units"),
  outbidBy: address.nullable().describe("Who beat it first"),
  revealFault: z
    .enum(Object.keys(RevealFault) as (keyof typeof RevealFault)[])
    .exclude(["None"])
    .nullable()
    .describe("Why its latest opening in a batch failed"),
  tip: usdc.describe("What it paid for a bid below the reserve, USDC units"),
  compensation: usdc.describe("Its part of the seller's bond, USDC units"),
  committedAt: time,
  withdrawnAt: time.nullable(),
  revealedAt: time.nullable(),
  endedAt: time.nullable().describe("When its last money was freed or paid, Unix seconds"),
  commitTx: hex,
  revealTx: hex.nullable(),
  endTx: hex.nullable(),
  auction: z.object({
    verticalSlug: z.string(),
    region: z.string(),
    score: score.describe("Quality score of the lead, 0 to 10,000"),
    reserve: usdc,
    commitEnd: time.describe(
      "Start of the reveal phase: open a Committed bid from then, Unix seconds",
    ),
    revealEnd: time.describe("End of the reveal phase: open a Committed bid by then, Unix seconds"),
    deliveryEnd: time.nullable(),
    refundableAt: time.nullable().describe("When a Won bid can be refunded, Unix seconds"),
    forfeitableAt: time.describe("When a bond may be forfeited, Unix seconds"),
    outcome,
    leader: address.nullable(),
    leadingBid: usdc,
  }),
});

const result = z.object({
  account: address,
  block: z.number().int().describe("The block of this answer"),
  bids: z.array(ownBid).describe("Those on the latest leads first"),
  cursor: hex.nullable().describe("Where the next page begins; null if there is none"),
});

/** How an account's bids stand; see `indexOrChain`. */
export async function listBids(
  reader: ListReader,
  { account, limit: first = PAGE, cursor: before = START }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { bids, block } = await indexOrChain(
    reader,
    async (url) => {
      const variables = { account: account.toLowerCase(), before, first };
      const { answer, block } = await queryAtBlock(url, MyBidsDocument, variables);
      return { block: block.number, bids: answer.bids };
    },
    (client) => bidsOnChain(client, account, { before, first }),
  );
  return {
    account,
    block,
    bids: bids.map(ownBidOf),
    cursor: bids.length === first ? (bids.at(-1)?.id ?? null) : null,
  };
}

/** A bid for programs: numbers instead of the subgraph's text. */
function ownBidOf({ auction, ...bid }: MyBidsQuery["bids"][number]): z.output<typeof ownBid> {
  return {
    leadId: BigInt(bid.leadId),
    round: bid.round,
    status: bid.status,
    amount: bid.amount === null ? null : BigInt(bid.amount),
    bond: BigInt(bid.bond),
    locked: BigInt(bid.locked),
    outbidBy: bid.outbidBy?.id ?? null,
    revealFault: bid.revealFault,
    tip: BigInt(bid.tip),
    compensation: BigInt(bid.compensation),
    committedAt: Number(bid.committedAt),
    withdrawnAt: numberOrNull(bid.withdrawnAt),
    revealedAt: numberOrNull(bid.revealedAt),
    endedAt: numberOrNull(bid.endedAt),
    commitTx: bid.commitTx,
    revealTx: bid.revealTx,
    endTx: bid.endTx,
    auction: {
      verticalSlug: auction.verticalSlug,
      region: auction.region,
      score: auction.score,
      reserve: BigInt(auction.reserve),
      commitEnd: Number(auction.commitEnd),
      revealEnd: Number(auction.revealEnd),
      deliveryEnd: numberOrNull(auction.deliveryEnd),
      refundableAt: numberOrNull(auction.refundableAt),
      forfeitableAt: Number(auction.forfeitableAt),
      outcome: auction.outcome,
      leader: auction.leader?.id ?? null,
      leadingBid: BigInt(auction.leadingBid),
    },
  };
}

function numberOrNull(text: string | null): number | null {
  return text === null ? null : Number(text);
}

export const listBidsDefinition = defineAction({
  name: "listBids",
  title: "Bids of an account",
  description:
    "How an account's bids stand, the latest leads first: which are sealed, lead, were beaten or won, and what is locked for each. From the subgraph, else from the chain.",
  parameters,
  result,
  readOnly: true,
  run: listBids,
});
